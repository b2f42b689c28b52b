import * as z from 'zod/mini';
import { EmailAddress, NewPassword } from '../contracts/http/user-schemas.ts';
import type { Accounts } from './accounts.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { UserRepository } from './repository.ts';
import { normalEmail } from './user.ts';

/** The secret's value that asks for no account. */
const NONE = 'none';

const Credentials = z.strictObject({ email: EmailAddress, password: NewPassword });

/**
 * Reads the secret StaffAccount: `{"email": ..., "password": ...}`, or `none`.
 *
 * @throws Error that says what is wrong and holds nothing of the value: it ends in the logs of a deployment.
 */
export function readStaffAccount(secret: string): z.infer<typeof Credentials> | undefined {
  if (secret === NONE) return undefined;
  const read = z.safeParse(Credentials, parsed(secret));
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw new Error(
    `the secret StaffAccount is not {"email": "...", "password": "8 characters or more"}: see ${fields.join(', ')}`,
  );
}

/** JSON.parse would quote the text in its error. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Dependencies {
  users: UserRepository;
  accounts: Accounts;
}

/**
 * Sees to it that the account of the secret exists, is staff, and has the secret's password. Can be repeated: an
 * account that is as it should be is left alone.
 *
 * @returns what was done.
 * @throws Error when the address belongs to an account that somebody has registered: to make that one staff would hand
 * the shop to whoever was quicker.
 */
export async function ensureStaff({ users, accounts }: Dependencies, secret: string) {
  const credentials = readStaffAccount(secret);
  if (!credentials) return 'none is asked for';
  const { email, password } = credentials;
  const user = await users.byEmail(normalEmail(email));
  if (!user) {
    await accounts.register({ name: 'Staff', email, password, roles: ['staff'], fromSecret: true });
    return 'made';
  }
  if (!user.fromSecret)
    throw new Error('somebody has registered with the address of the secret StaffAccount: choose another');
  if (!user.roles.includes('staff')) await users.setRoles(user.id, [...user.roles, 'staff']);
  if (await verifyPassword(password, user.passwordHash)) return 'there already';
  await users.setPassword(user, await hashPassword(password));
  return 'there already, with another password: set anew';
}
