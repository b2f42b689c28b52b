import * as z from 'zod/mini';
import { EmailAddress, NewPassword } from '../contracts/http/user-schemas.ts';
import { isStaff } from '../contracts/roles.ts';
import type { Accounts } from './accounts.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { UserRepository } from './repository.ts';
import { normalEmail } from './user.ts';

/** The value of the secret when no account is wanted. */
const NONE = 'none';

const Credentials = z.strictObject({ email: EmailAddress, password: NewPassword });

/**
 * Reads the secret StaffAccount: `{"email": ..., "password": ...}`, or `none`.
 *
 * @throws Error that says what is wrong without quoting the value, since a deployment logs it.
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

/** Parses JSON; the error of JSON.parse itself would quote the text. */
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
 * Makes the account of the secret, with its password, and puts it on the staff. Runs with every deployment, but does so once for
 * each value of the secret: an account that was deleted since, or taken off the staff, is made again only when nobody is on
 * the staff.
 *
 * @returns what was done.
 * @throws Error when the address belongs to a registered account: whoever registered it first would become staff.
 */
export async function ensureStaff({ users, accounts }: Dependencies, secret: string) {
  const credentials = readStaffAccount(secret);
  if (!credentials) return 'none is asked for';
  const staff = await users.staff();
  const known = await users.getMany(staff?.members.slice(0, 100) ?? []);
  if (known.some(isStaff) && (await verifyPassword(secret, staff?.secretHash))) return 'there already';
  const done = await bringAbout({ users, accounts }, credentials);
  await users.noteSecret(await users.staff(), await hashPassword(secret));
  return done;
}

async function bringAbout(
  { users, accounts }: Dependencies,
  { email, password }: z.infer<typeof Credentials>,
): Promise<string> {
  const user = await users.byEmail(normalEmail(email));
  if (!user) {
    await accounts.register({
      name: 'Staff',
      email,
      password,
      roles: ['staff'],
      fromSecret: true,
      emailVerified: true,
    });
    return 'made';
  }
  if (!user.fromSecret)
    throw new Error('somebody has registered with the address of the secret StaffAccount: choose another');
  await users.setRoles(user, isStaff(user) ? user.roles : [...user.roles, 'staff']);
  if (await verifyPassword(password, user.passwordHash)) return 'there already';
  await users.setPassword(user, await hashPassword(password));
  return 'there already, with another password: set anew';
}
