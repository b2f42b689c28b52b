import { required } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { NotificationRepository } from '../../functions/notifications/repository.ts';
import { SUPPRESSED, type Suppression } from '../../functions/notifications/suppression.ts';
import { explainAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageTable } from '../stage/table.ts';

const address = { address: required('address', 'an email address') };

/**
 * `npm run suppressions -- list|show|lift [--stage production]`: the addresses that a stage writes to no more, because they bounced for
 * good or their readers complained. They stand under their hashes: whoever asks has to know the address.
 */
export const suppressions = command({
  name: 'suppressions',
  summary: 'tells which addresses get no more emails (-- list, -- show <address>, -- lift <address>)',
  stage: anyStage,
  actions: {
    list: action({ help: 'how many there are, and why', json: true, run: list }),
    show: action({ help: 'whether an address gets emails', words: address, json: true, run: show }),
    lift: action({ help: 'has an address get emails again', words: address, json: true, run: lift }),
  },
});

/** Does something with the table of the service. */
async function within<T>(stage: string, work: (table: StageTable) => Promise<T>): Promise<T> {
  try {
    return await work(await StageTable.find(stage, 'Notifications'));
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

const lineOf = ({ at, reason, detail }: Suppression): string => `${at} ${reason} (${detail})`;

async function list({ stage }: Request): Promise<Output> {
  const rows = (await within(stage, (table) => table.partition(SUPPRESSED))) as unknown as Suppression[];
  const all = rows
    .map(({ at, reason, detail }) => ({ at, reason, detail }))
    .toSorted((a, b) => a.at.localeCompare(b.at));
  const count = `${all.length} ${all.length === 1 ? 'address gets' : 'addresses get'} no more emails`;
  return { lines: [...all.map(lineOf), count], document: { suppressions: all } };
}

async function show({ stage, address: of }: Request & { address: string }): Promise<Output> {
  const found = await within(stage, ({ table }) => new NotificationRepository(table).suppression(of));
  const { at, reason, detail } = found ?? {};
  return {
    lines: [found ? `gets no more emails: ${lineOf(found)}` : 'gets emails'],
    document: { suppressed: found !== undefined, at, reason, detail },
  };
}

async function lift({ stage, address: of }: Request & { address: string }): Promise<Output> {
  return within(stage, async ({ table }) => {
    const notifications = new NotificationRepository(table);
    if (!(await notifications.suppression(of)))
      throw new UserError('this address gets emails', 'npm run suppressions -- list has what does not');
    await notifications.liftSuppression(of);
    return { lines: ['gets emails again'], document: { lifted: true } };
  });
}
