import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oidcIssuer } from '../../functions/platform/http/test-issuer.ts';
import { discoverKeys } from './external-issuer.ts';

describe('an external issuer', () => {
  let external: Awaited<ReturnType<typeof oidcIssuer>>;
  beforeAll(async () => {
    external = await oidcIssuer();
  });
  afterAll(() => external.close());

  it('tells where its keys are', async () => {
    expect(await discoverKeys(external.issuer)).toBe(`${external.issuer}/keys`);
  });

  it.each<[string, () => string, object, RegExp]>([
    ['that nobody is', () => 'http://127.0.0.1:1', {}, /does not answer/],
    ['that has no document', () => `${external.issuer}/tenant`, {}, /answers 503/],
    ['with another name', () => external.issuer, { issuer: 'https://other' }, /calls itself https:\/\/other/],
    ['with a slash too many', () => `${external.issuer}/`, {}, /calls itself/],
    ['with keys over plain HTTP', () => external.issuer, { jwks_uri: 'http://example.com' }, /jwks_uri/],
    ['without keys', () => external.issuer, { jwks_uri: undefined }, /jwks_uri/],
  ])('%s stops the deployment', async (_, issuer, change, message) => {
    const before = { ...external.document };
    Object.assign(external.document, change);
    await expect(discoverKeys(issuer())).rejects.toThrow(message);
    Object.assign(external.document, before);
  });
});
