import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { deployStage } from './stage.ts';

const AUDIENCE = 'https://shop.example/api';
const SECRET = 'a secret of tests alone';

let server: Server;
let issuer: string;
let shop: ShopDriver;

/** An OpenID Connect issuer (certified: https://github.com/panva/node-oidc-provider) whose clients sign in for themselves. */
async function startIssuer(): Promise<void> {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'tests' }] },
    clients: ['ada', 'sam'].map((client_id) => ({
      client_id,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: 'ES256' as const,
    })),
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: (_, resource) => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: (_, { clientId }) => ({ groups: clientId === 'sam' ? ['shop-admins'] : [] }),
  });
  server.on('request', provider.callback());
}

/** The access token that the issuer gives to a client of its, for an audience. */
async function tokenOf(client: string, resource = AUDIENCE): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${encodeURIComponent(SECRET)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  const body = (await response.json()) as { access_token?: string };
  if (!body.access_token) throw new Error(`the issuer answers ${response.status}: ${JSON.stringify(body)}`);
  return body.access_token;
}

beforeAll(async () => {
  await startIssuer();
  const { api } = await deployStage({
    AUTH_ISSUER: issuer,
    AUTH_JWKS_URI: `${issuer}/jwks`,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_ROLES_CLAIM: 'groups',
    AUTH_ROLES: 'staff=shop-admins',
  });
  shop = new ShopDriver(api);
}, 600_000);

afterAll(() => server.close());

it('its customers order and pay, and its staff are staff', async () => {
  const customer = await tokenOf('ada');
  const account = await shop.call('GET /payments/account', { token: customer });
  expect(account.status).toBe(200);
  const stock = { token: customer, body: { onHand: 100 } };
  expect((await shop.call('PUT /inventory/espresso-cup', stock)).status).toBe(403);
  const staff = await tokenOf('sam');
  expect((await shop.call('GET /inventory/espresso-cup/demand', { token: staff })).status).toBe(200);
});

it('a token for another audience, or of nobody, is refused', async () => {
  const other = await tokenOf('ada', 'https://elsewhere.example');
  expect((await shop.call('GET /payments/account', { token: other })).status).toBe(401);
  expect((await shop.call('GET /payments/account')).status).toBe(401);
});

it('nobody registers or signs in here any more', async () => {
  const { status } = await shop.call('POST /auth/token', { body: { email: 'a@example.com', password: 'x' } });
  expect([403, 404]).toContain(status);
});
