const OURS = ['customer', 'staff', 'oncall'];

/** Plain HTTP is for this machine alone. */
function secureUrl(text: unknown, what: string): URL {
  const url = URL.canParse(String(text)) ? new URL(String(text)) : undefined;
  const isHere = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url && (url.protocol === 'https:' || (isHere && url.protocol === 'http:'))) return url;
  throw new Error(`${what} has to be an https address, not ${text}`);
}

/**
 * Asks an issuer where its keys are (OpenID Connect Discovery 1.0). That is done once, by the deployment: no function
 * waits for it, and an issuer that is misspelt stops the deployment and not the shop.
 *
 * @throws Error that says what to change when there is no such issuer, or it calls itself something else.
 */
export async function discoverKeys(issuer: string): Promise<string> {
  secureUrl(issuer, 'AUTH_ISSUER');
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch((cause) => {
    throw new Error(`AUTH_ISSUER: ${address} does not answer`, { cause });
  });
  const found = (response.ok ? await response.json().catch(() => undefined) : undefined) as
    | { issuer?: unknown; jwks_uri?: unknown }
    | undefined;
  if (!found) throw new Error(`AUTH_ISSUER: ${address} answers ${response.status} and no JSON document`);
  if (found.issuer !== issuer)
    throw new Error(`AUTH_ISSUER: the issuer calls itself ${found.issuer}: set it to exactly that`);
  return secureUrl(found.jwks_uri, "the issuer's jwks_uri").href;
}

/**
 * Our roles by the issuer's names for them.
 *
 * @throws Error naming what is no `<ours>=<theirs>`.
 */
export function readRoleNames(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const [, ours = '', theirs = ''] = /^\s*(\w+)=(.+?)\s*$/.exec(pair) ?? [];
    if (!OURS.includes(ours))
      throw new Error(`AUTH_ROLES: "${pair}" is not one of ${OURS.join(', ')} = a name`);
    return [theirs, ours];
  });
  return Object.fromEntries(pairs);
}
