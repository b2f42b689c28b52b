import { newId } from '../kit/id.ts';
import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed } from '../kit/table.ts';
import { hashPassword } from './password.ts';
import { EMAIL, type User, type UserRepository } from './repository.ts';

interface Registration {
  name: string;
  email: string;
  password: string;
}

/** A user as the owner sees it: never the password's hash. */
export const presentUser = ({ id, name, email, createdAt }: User) => ({ id, name, email, createdAt });

/** Addresses are compared without regard to case. */
export const normalEmail = (email: string) => email.trim().toLowerCase();

/**
 * Registers a customer.
 *
 * @throws ServiceError `conflict` when the email address is taken.
 */
export async function register(
  users: UserRepository,
  { name, email, password }: Registration,
): Promise<User> {
  const user: User = {
    id: newId(),
    name,
    email: normalEmail(email),
    passwordHash: await hashPassword(password),
    roles: ['customer'],
    createdAt: new Date().toISOString(),
  };
  try {
    await users.add(user);
    return user;
  } catch (thrown) {
    if (!(thrown instanceof ConditionFailed && thrown.failed.has(EMAIL))) throw thrown;
    throw new ServiceError('conflict', 'This email address is taken.', { cause: thrown });
  }
}
