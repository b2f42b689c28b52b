import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { ROLES } from '../roles.ts';
import { Id, lineOfText, named, Time } from './schemas.ts';

/** UTF-16 with a lone surrogate has no UTF-8, so it can be neither stored nor hashed. */
const wellFormed = z.refine<string>((text) => text.isWellFormed(), 'Expected well-formed Unicode');

/** How somebody is called: any script, 1 to 100 characters, at least one of them to be seen. */
export const PersonName = lineOfText(LIMITS.name);

/** An address; compared without regard to case. */
export const EmailAddress = z.email().check(z.maxLength(LIMITS.email));

/** A password that somebody chooses. No rules of composition: length is what counts (NIST SP 800-63B). */
export const NewPassword = z
  .string()
  .check(z.minLength(LIMITS.passwordLeast), z.maxLength(LIMITS.password), wellFormed);

/** A password or an address as somebody typed it to be compared: whatever it is, it is an answer and not an error. */
export const Typed = (longest: number) => z.string().check(z.maxLength(longest), wellFormed);

export const Roles = z.array(z.enum(ROLES)).check(
  z.minLength(1),
  z.maxLength(ROLES.length),
  z.refine((roles) => new Set(roles).size === roles.length, 'Expected each role once'),
);

export const NewUser = named(
  'NewUser',
  z.strictObject({ name: PersonName, email: EmailAddress, password: NewPassword }),
);

export const UserChange = named(
  'UserChange',
  z
    .strictObject({
      name: z.optional(PersonName),
      email: z.optional(EmailAddress),
      /** The password, for another address. */
      current: z.optional(Typed(LIMITS.password)),
    })
    .check(z.refine(({ name, email }) => name !== undefined || email !== undefined, 'Expected a change')),
);

export const PasswordChange = named(
  'PasswordChange',
  z.strictObject({ current: Typed(LIMITS.password), next: NewPassword }),
);

const view = {
  id: Id,
  name: z.string(),
  email: z.string(),
  /** Whether somebody has opened a link that was sent to the address. */
  emailVerified: z.boolean(),
  /** The address that takes its place once its link is opened. */
  pendingEmail: z.optional(z.string()),
  createdAt: Time,
};

export const UserView = named('User', z.strictObject(view));

/** A user as staff see it. */
export const UserWithRoles = named('UserWithRoles', z.strictObject({ ...view, roles: Roles }));
