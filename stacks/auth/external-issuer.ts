import { isSecureUrl } from '../settings/readers.ts';

/**
 * Asks an issuer where its keys are (OpenID Connect Discovery 1.0). That is done once, by the deployment: no function
 * waits for it, and an issuer that is misspelt stops the deployment and not the shop.
 *
 * @throws Error that says what to change when there is no such issuer, or it calls itself something else.
 */
export async function discoverKeys(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch((cause) => {
    throw new Error(
      `AUTH_ISSUER: ${address} does not answer (a local stage is deployed without a network: set AUTH_JWKS_URI there)`,
      { cause },
    );
  });
  const found = (response.ok ? await response.json().catch(() => undefined) : undefined) as
    | { issuer?: unknown; jwks_uri?: unknown }
    | undefined;
  if (!found) throw new Error(`AUTH_ISSUER: ${address} answers ${response.status} and no JSON document`);
  if (found.issuer !== issuer)
    throw new Error(`AUTH_ISSUER: the issuer calls itself ${found.issuer}: set it to exactly that`);
  if (!isSecureUrl(String(found.jwks_uri)))
    throw new Error(`AUTH_ISSUER: the issuer's jwks_uri has to be an https address, not ${found.jwks_uri}`);
  return String(found.jwks_uri);
}
