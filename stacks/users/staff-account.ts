/// <reference path="../../.sst/platform/config.d.ts" />
import { createHash } from 'node:crypto';
import { isLocalStage } from '../../packages/stages/stage.ts';
import type { Service } from '../service.ts';

/** The account on local stages; elsewhere there is none until the secret is set. */
const LOCAL = JSON.stringify({ email: 'staff@example.com', password: 'staff of the local shop' });

/**
 * The first staff account, from the secret StaffAccount. Each deployment calls the function that makes it when nobody is on the
 * staff, or the secret is another; nothing else may call that function, and it does nothing else.
 *
 * @returns the secret's value on local stages, for `npm start` to tell.
 */
export function staffAccount(service: Service): $util.Output<string> | undefined {
  const isLocal = isLocalStage($app.stage);
  const secret = new sst.Secret('StaffAccount', isLocal ? LOCAL : 'none');
  const maker = new sst.aws.Function(
    'UsersEnsureStaff',
    service.function('deploy/ensure-staff', {
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      link: [secret],
      memory: '1024 MB',
      timeout: '30 seconds',
    }),
  );
  new aws.lambda.Invocation('StaffAccountMade', {
    functionName: maker.name,
    input: '{}',
    triggers: {
      secret: secret.value.apply((value) => createHash('sha256').update(value).digest('hex')),
      table: service.table.name,
      // With every deployment: it looks whether anybody is on the staff.
      deployment: new Date().toISOString(),
    },
  });
  return isLocal ? $util.unsecret(secret.value) : undefined;
}
