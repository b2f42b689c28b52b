import { itemKey } from '../kit/key.ts';
import type { Write } from '../kit/table.ts';
import type { User } from './user.ts';

/** Who is on the staff: one item, so that a transaction that takes somebody off it can stand on somebody being left. */
export interface StaffMembers {
  /** Ids of users. */
  members: string[];
  /** Rises with each change. */
  version: number;
  /** Hash of the secret StaffAccount that was heeded last: it is heeded once. */
  secretHash?: string;
}

export const staffKey = itemKey(['STAFF'], ['STAFF']);

/** Label of the write that changes who is on the staff: it fails when somebody else was quicker. */
export const STAFF = 'staff';

export const isStaff = ({ roles }: Pick<User, 'roles'>): boolean => roles.includes('staff');

/** Who is on the staff beside somebody. */
export const othersThan = (id: string, staff: StaffMembers | undefined): string[] =>
  (staff?.members ?? []).filter((member) => member !== id);

/** The write that changes who is on the staff, if nobody has changed it since it was read. */
export const staffChanged = (
  was: StaffMembers | undefined,
  { members = was?.members ?? [], secretHash = was?.secretHash }: Partial<StaffMembers>,
): Write => ({
  label: STAFF,
  put: { ...staffKey, members, secretHash, version: (was?.version ?? 0) + 1 },
  ...(was
    ? { condition: 'version = :seen', values: { ':seen': was.version } }
    : { condition: 'attribute_not_exists(pk)' }),
});
