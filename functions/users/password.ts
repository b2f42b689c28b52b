import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's scrypt setting with the least memory (16 MB) for the same work: N = 2^14, r = 8, p = 5. */
const CURRENT = { N: 2 ** 14, r: 8, p: 5 };
const KEY_BYTES = 32;
const MAX_MEMORY = 128 * 1024 * 1024;

const derive = (password: string, salt: Buffer, options: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...options, maxmem: MAX_MEMORY }, done);
  });

const format = ({ N, r, p }: typeof CURRENT, salt: Buffer, key: Buffer) =>
  ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');

function parse(hash: string) {
  const [, N, r, p, salt = '', key = ''] = hash.split('$');
  return {
    options: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** Hashes a password with scrypt (RFC 7914). The hash includes the parameters, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return format(CURRENT, salt, await derive(password, salt, CURRENT));
}

/** A hash that no password fits: a sign-in without an account takes the same work as one with. */
const NOBODY = format(CURRENT, Buffer.alloc(16, 1), Buffer.alloc(KEY_BYTES));

/**
 * Compares in constant time. Without a hash (no such account, or one without a password) it does the same work and returns
 * false: neither the answer nor its time tells whether an account exists.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const { options, salt, key } = parse(hash ?? NOBODY);
  return timingSafeEqual(await derive(password, salt, options), key) && hash !== undefined;
}

/** Whether a hash was made with less work or memory than today's parameters: the next sign-in then replaces it. */
export function isOutgrown(hash: string): boolean {
  const { N, r, p } = parse(hash).options;
  return N * r < CURRENT.N * CURRENT.r || N * r * p < CURRENT.N * CURRENT.r * CURRENT.p;
}
