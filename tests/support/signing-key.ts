import { createPrivateKey, type KeyObject } from 'node:crypto';
import { deployedResources } from './deployed-state.ts';

/**
 * What the tokens of the deployed stage are signed with, from the state of its deployment: so that a token can be made
 * with one thing wrong and everything else right.
 */
export async function signingKey(): Promise<KeyObject> {
  const key = (await deployedResources()).find(({ urn }) => urn.endsWith('PrivateKey::AuthKey1'));
  if (!key) throw new Error('the state of the deployment has no key AuthKey1');
  return createPrivateKey(String(key.outputs.privateKeyPemPkcs8));
}
