import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { calling } from '@serverless-orders/command-line/calling';
import { UserError } from '@serverless-orders/command-line/user-error';

const PRIVATE = [/^127\./, /^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./];

/** True for the names and addresses that lead to this machine or its private network: never to AWS. */
export function isPrivateHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(name) === 4) return PRIVATE.some((range) => range.test(name));
  if (isIP(name) === 6) return name === '::1' || /^f[cd]/.test(name) || /^fe[89ab]/.test(name);
  return name === 'localhost' || name.endsWith('.localhost') || name === 'host.docker.internal';
}

/**
 * Checks the address of an engine before anything is sent to it.
 *
 * @returns it without a slash at the end, and with 127.0.0.1 for localhost: Node may try ::1 first, where no engine
 *   listens.
 * @throws UserError if it is not an HTTP address on this machine or a private network.
 */
export function engineAddress(endpoint: string): string {
  if (!URL.canParse(endpoint)) {
    throw new UserError(
      `"${endpoint}" is not an address`,
      'set AWS_ENDPOINT_URL to one like http://127.0.0.1:4566',
    );
  }
  const url = new URL(endpoint);
  if (!/^https?:$/.test(url.protocol) || !isPrivateHost(url.hostname)) {
    throw new UserError(
      `${endpoint} is neither on this machine nor on a private network, so no local stage is deployed to it`,
      'unset AWS_ENDPOINT_URL, or set it to an engine like http://127.0.0.1:4566',
    );
  }
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return url.origin;
}

/**
 * The address with a number for the name of its host: a program that has no network but the engine cannot look names up. With
 * https the name stays, because the certificate is about it.
 *
 * @throws UserError if there is no such name, or it leads elsewhere than to this machine or a private network.
 */
export async function numericAddress(address: string): Promise<string> {
  const url = new URL(address);
  if (url.protocol === 'https:' || isNumeric(address)) return address;
  let found: { address: string; family: number };
  try {
    found = await lookup(url.hostname, { order: 'ipv4first' });
  } catch (cause) {
    throw new UserError(`there is no ${url.hostname}`, 'mend AWS_ENDPOINT_URL', { cause });
  }
  url.hostname = found.family === 6 ? `[${found.address}]` : found.address;
  return engineAddress(url.origin);
}

/** Whether the host of an address is a number. */
export const isNumeric = (address: string): boolean =>
  isIP(new URL(address).hostname.replace(/^\[|\]$/g, '')) !== 0;

/** How long an engine is given to say anything, in ms. */
const ANSWERS_WITHIN = 10_000;

/**
 * Asks the engine whether it is there; the CLI would try again and again for two minutes.
 *
 * @throws UserError if nothing answers.
 */
export async function assertAnswers(address: string): Promise<void> {
  try {
    // An engine answers this by itself; any other request may have it load a service first.
    await fetch(address, { method: 'OPTIONS', signal: AbortSignal.timeout(ANSWERS_WITHIN) });
  } catch (cause) {
    throw new UserError(
      `no engine answers at ${address}`,
      `start it with ${calling('start')}, or mend AWS_ENDPOINT_URL`,
      { cause },
    );
  }
}
