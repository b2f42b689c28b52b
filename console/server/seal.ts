import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Of this console alone: what another one has sealed is not opened. */
const KEY = randomBytes(32);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A value as a text that the page can hold and not read, for what it has to give back: where a page of a table ended may name
 * what is concealed. (AES-256-GCM, in hexadecimal digits.)
 */
export function seal(value: unknown): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('hex');
}

/** What was sealed; undefined for what this console has not sealed. */
export function unseal(text: string): unknown {
  const bytes = Buffer.from(text, 'hex');
  try {
    const decipher = createDecipheriv('aes-256-gcm', KEY, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return JSON.parse(opened.toString('utf8'));
  } catch {
    return undefined;
  }
}
