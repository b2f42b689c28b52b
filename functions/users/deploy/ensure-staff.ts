import * as z from 'zod/mini';
import { invocation } from '../../platform/invocation.ts';
import { readLinked } from '../../platform/linked.ts';
import { log } from '../../platform/log.ts';
import { makePasswords } from '../composition.ts';
import { ensureStaff } from '../ensure-staff.ts';

const dependencies = makePasswords();
const { value: secret } = readLinked('StaffAccount', z.object({ value: z.string() }));

/** Invoked by each deployment, without input. */
export const handler = invocation('deploy', async (): Promise<{ staffAccount: string }> => {
  const staffAccount = await ensureStaff(dependencies, secret);
  log.info('staff account', { staffAccount });
  return { staffAccount };
});
