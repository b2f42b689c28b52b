import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const QUICK = 2 ** 10;
const { scrypt } = crypto;

/**
 * Hashes passwords with 1/80 of the work, in the process that imports this: at its full work a hash takes longer than all
 * else of a sign-in. Callers, and the hash in the table, name the full work all the same; what it is,
 * functions/users/password.spec.ts holds. A deployed function imports this from the engine of the tests, and not from its
 * bundle: that is the one of AWS.
 */
crypto.scrypt = (password, salt, length, options, done) =>
  scrypt(password, salt, length, { ...options, N: Math.min(options.N, QUICK), p: 1 }, done);
syncBuiltinESMExports();
