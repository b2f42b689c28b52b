import * as z from 'zod/mini';
import { invocation } from '../../platform/invocation.ts';
import { readLinked } from '../../platform/linked.ts';
import { log } from '../../platform/log.ts';
import { makePasswords } from '../composition.ts';
import { ensureStaff } from '../ensure-staff.ts';

const dependencies = makePasswords();
const { value: secret } = readLinked('StaffAccount', z.object({ value: z.string() }));

/** Called by each deployment. It takes nothing: there is one thing that it can do. */
export const handler = invocation('deploy', async (): Promise<{ staffAccount: string }> => {
  const staffAccount = await ensureStaff(dependencies, secret);
  log.info('staff account', { staffAccount });
  return { staffAccount };
});
