/** What the operating system refuses for a reason that a person can remove. */
const REMEDIES: Record<string, string> = {
  ENOSPC: 'the disk is full: free about 1 GB on the disk of this folder, then run the command again',
  EDQUOT: 'your disk quota is used up: free about 1 GB, then run the command again',
  EROFS: 'the disk is mounted read only: move the project to a folder that can be written to',
  EACCES: 'permission was denied: make the folder yours (chown), then run the command again',
  EMFILE: 'too many files are open: raise the limit (ulimit -n 4096), then run the command again',
};

const NO_ANSWER =
  'no engine answers: npm run status shows which engines run, npm start starts one; then run the command again';
const NO_NETWORK = 'the other side does not answer: check the network, then run the command again';

/** A connection that was refused, or cut off: the codes of Node, and of its fetch (undici). */
const CONNECTIONS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
]);

type SystemError = NodeJS.ErrnoException & { address?: string; port?: number };

/**
 * The line for an error of the file system or the network stack that has a known remedy: what it means, what to do, and
 * where it happened. Undefined for any other error, which is a defect.
 */
export function systemErrorLine(error: unknown): string | undefined {
  const found = systemErrorIn(error);
  if (!found) return undefined;
  const { code = '', path, address, port } = found;
  if (!CONNECTIONS.has(code)) return `${REMEDIES[code]}${path ? ` (at ${path})` : ''}`;
  const at = address ? ` (${code} at ${address}${port ? `:${port}` : ''})` : ` (${code})`;
  return `${isRemote(found) ? NO_NETWORK : NO_ANSWER}${at}`;
}

/** Libraries wrap it: fetch says `fetch failed`, and a host with two addresses gives an error for each. */
function systemErrorIn(error: unknown): SystemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as SystemError;
  if (code !== undefined && (Object.hasOwn(REMEDIES, code) || CONNECTIONS.has(code))) {
    const [first] = error instanceof AggregateError ? error.errors : [];
    return systemErrorIn(first) ?? error;
  }
  return systemErrorIn(error.cause);
}

/** Whether it was not this machine that was called: an engine is on loopback, or on the address that the user named. */
const isRemote = ({ code, address }: SystemError): boolean =>
  code === 'ENOTFOUND' ||
  code === 'EAI_AGAIN' ||
  (address !== undefined && !/^(127\.|::1$|::ffff:127\.)/.test(address));
