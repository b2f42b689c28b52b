import * as z from 'zod/mini';
import { readLinked } from '../../kit/linked.ts';
import { beginLog, log } from '../../kit/log.ts';
import { ensureStaff } from '../ensure-staff.ts';
import { ownPasswords } from '../own.ts';

const dependencies = ownPasswords();
const { value: secret } = readLinked('StaffAccount', z.object({ value: z.string() }));

/** Called by each deployment. It takes nothing: there is one thing that it can do. */
export const handler = async (): Promise<{ staffAccount: string }> => {
  beginLog({});
  const staffAccount = await ensureStaff(dependencies, secret);
  log.info('staff account', { staffAccount });
  return { staffAccount };
};
