import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connect } from './aws.ts';
import { randomText } from './random.ts';
import { kindOf } from './registry.ts';

const context = {
  urn: 'urn:a',
  name: 'a',
  aws: connect({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' }),
  assetOf: () => undefined,
};
const create = async (type: string, inputs: object) => (await kindOf(type)).create(inputs, context);

describe('tls PrivateKey', () => {
  it.each([
    [{ algorithm: 'ECDSA', ecdsaCurve: 'P256' }, 'ec', /^-----BEGIN EC PRIVATE KEY/],
    [{ algorithm: 'RSA', rsaBits: 2048 }, 'rsa', /^-----BEGIN RSA PRIVATE KEY/],
    [{ algorithm: 'ED25519' }, 'ed25519', /^-----BEGIN PRIVATE KEY/],
  ])('%j', async (inputs, type, header) => {
    const { outputs = {} } = await create('tls:index/privateKey:PrivateKey', inputs);
    expect(outputs.privateKeyPem).toMatch(header);
    expect(outputs.privateKeyPemPkcs8).toMatch(/^-----BEGIN PRIVATE KEY/);
    const key = createPrivateKey(String(outputs.privateKeyPemPkcs8));
    expect(key.asymmetricKeyType).toBe(type);
    expect(createPublicKey(key).export({ type: 'spki', format: 'pem' })).toBe(outputs.publicKeyPem);
  });

  it.each([
    [{ algorithm: 'DSA' }, 'algorithm DSA'],
    [{ algorithm: 'ECDSA', ecdsaCurve: 'P1' }, 'curve P1'],
  ])('%j is refused', async (inputs, what) => {
    await expect(create('tls:index/privateKey:PrivateKey', inputs)).rejects.toThrow(what);
  });
});

describe('randomText', () => {
  it.each([
    [{ length: 40, special: false }, /^[a-zA-Z0-9]{40}$/],
    [{ length: 40, upper: false, numeric: false, special: false }, /^[a-z]{40}$/],
    [{ length: 8, lower: false, upper: false, numeric: false, overrideSpecial: '_' }, /^_{8}$/],
  ])('%j', (wanted, pattern) => {
    expect(randomText(wanted)).toMatch(pattern);
  });

  it('holds at least so many of each group', () => {
    const text = randomText({ length: 8, minNumeric: 3, minUpper: 3, minSpecial: 2, overrideSpecial: '!' });
    expect(text.replace(/[^0-9]/g, '')).toHaveLength(3);
    expect(text.replace(/[^A-Z]/g, '')).toHaveLength(3);
    expect(text.replace(/[^!]/g, '')).toHaveLength(2);
  });
});

it('a type that is not known is named', async () => {
  await expect(kindOf('aws:kinesis/stream:Stream')).rejects.toThrow('aws:kinesis/stream:Stream');
  await expect(kindOf('aws:sqs/other:Other')).rejects.toThrow('aws:sqs/other:Other');
});
