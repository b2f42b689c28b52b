import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { defineKind, type Kinds } from './kind.ts';

interface PrivateKey {
  algorithm: string;
  ecdsaCurve?: string;
  rsaBits?: number;
}

const CURVES: Record<string, string> = {
  P224: 'secp224r1',
  P256: 'prime256v1',
  P384: 'secp384r1',
  P521: 'secp521r1',
};

function generate({ algorithm, ecdsaCurve = 'P224', rsaBits = 2048 }: PrivateKey): KeyObject {
  switch (algorithm) {
    case 'RSA':
      return generateKeyPairSync('rsa', { modulusLength: rsaBits }).privateKey;
    case 'ECDSA': {
      const namedCurve = CURVES[ecdsaCurve];
      if (!namedCurve)
        throw new Error(`there is no curve ${ecdsaCurve}: use ${Object.keys(CURVES).join(', ')}`);
      return generateKeyPairSync('ec', { namedCurve }).privateKey;
    }
    case 'ED25519':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      throw new Error(`there is no algorithm ${algorithm}: use RSA, ECDSA or ED25519`);
  }
}

/** A key pair, kept in the state; the same outputs in the same formats as Pulumi's tls provider. */
const privateKey = defineKind<PrivateKey>({
  inputs: ['algorithm', 'ecdsaCurve', 'rsaBits'],
  async create(inputs) {
    const { createPublicKey } = await import('node:crypto');
    const key = generate(inputs);
    const publicKey = createPublicKey(key);
    const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const types: Record<string, 'pkcs1' | 'sec1' | 'pkcs8'> = { RSA: 'pkcs1', ECDSA: 'sec1' };
    const outputs = {
      privateKeyPem: key.export({ type: types[inputs.algorithm] ?? 'pkcs8', format: 'pem' }).toString(),
      privateKeyPemPkcs8: pkcs8,
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
    const id = createHash('sha1')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    return { id, outputs };
  },
});

export const kinds: Kinds = { 'tls:index/privateKey:PrivateKey': privateKey };
