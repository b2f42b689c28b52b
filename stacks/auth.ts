/// <reference path="../.sst/platform/config.d.ts" />
import { settingsEnvironment } from '../packages/stages/launched.ts';
import { discoverKeys } from './auth/external-issuer.ts';
import { readKeyNumber, verifyingKeys } from './auth/key-numbers.ts';
import { publicJwk } from './auth/public-jwk.ts';
import { settings } from './stage-settings.ts';

export interface Auth {
  /** The environment of every function that verifies tokens. */
  verify: Record<string, $util.Input<string>>;
  /** What functions that issue tokens need; none when somebody else issues them. */
  sign?: { environment: Record<string, $util.Input<string>>; link: sst.Linkable<Record<string, unknown>>[] };
  /** The links by which passwords are chosen; none when passwords are somebody else's. */
  passwordLinks?: {
    /** The environment of the function that takes a link's token. */
    verify: Record<string, $util.Input<string>>;
    /** What the function that emails links signs them with. */
    sign: sst.Linkable<Record<string, unknown>>[];
  };
}

/** Who may sign tokens and who can verify them: the shop itself, or the issuer that AUTH_ISSUER names. */
export async function authStack(): Promise<Auth> {
  const { AUTH_ISSUER: issuer } = settings();
  return issuer ? externalIssuer(issuer) : ownIssuer();
}

/**
 * The private key that signs is linked to the functions that issue tokens and to nothing else; everybody else gets the
 * public keys with the deployment, so that verifying a token needs no call. docs/sign-in.md tells how keys are rotated.
 */
function ownIssuer(): Auth {
  new sst.Secret('AuthKeyNumber', '1');
  const current = readKeyNumber(settingsEnvironment().SST_SECRET_AuthKeyNumber);
  const tokens = keyRing('Auth', current);
  const links = keyRing('PasswordLink', current);
  const environment = {
    AUTH_ISSUER: `https://${$app.name}.${$app.stage}`,
    AUTH_AUDIENCE: settings().AUTH_AUDIENCE ?? $app.name,
  };
  return {
    sign: { environment, link: [tokens.signingKey] },
    verify: { ...environment, AUTH_JWKS: tokens.jwks },
    passwordLinks: { sign: [links.signingKey], verify: { PASSWORD_LINK_JWKS: links.jwks } },
  };
}

/**
 * Keys for one purpose: the private one that signs, to be linked as `<name>SigningKey`, and all public ones that
 * verify.
 */
function keyRing(name: string, current: number) {
  const keys = verifyingKeys(current).map((number) => ({
    number,
    key: new tls.PrivateKey(`${name}Key${number}`, { algorithm: 'ECDSA', ecdsaCurve: 'P256' }),
  }));
  const { key } = keys.find(({ number }) => number === current)!;
  const signingKey = new sst.Linkable(`${name}SigningKey`, {
    properties: {
      privateKey: $util.secret(key.privateKeyPemPkcs8),
      kid: key.publicKeyPem.apply((pem) => publicJwk(pem).kid),
    },
  });
  const jwks = $util
    .all(keys.map(({ key }) => key.publicKeyPem))
    .apply((pems) => JSON.stringify({ keys: pems.map(publicJwk) }));
  return { signingKey, jwks };
}

async function externalIssuer(issuer: string): Promise<Auth> {
  const { AUTH_AUDIENCE = $app.name, AUTH_JWKS_URI, AUTH_ROLES_CLAIM, AUTH_ROLES } = settings();
  return {
    verify: {
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE,
      AUTH_JWKS_URI: AUTH_JWKS_URI ?? (await discoverKeys(issuer)),
      ...(AUTH_ROLES_CLAIM && { AUTH_ROLES_CLAIM }),
      ...(AUTH_ROLES && { AUTH_ROLES: JSON.stringify(AUTH_ROLES) }),
    },
  };
}
