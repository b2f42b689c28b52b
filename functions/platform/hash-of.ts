import { createHash } from 'node:crypto';

/** SHA-256 of a text, in base64url: tables hold tokens and addresses under it, which nobody is to read there. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
