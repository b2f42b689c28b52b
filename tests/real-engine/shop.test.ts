import { type DryAccount, type DryRun, dryAccount, realEngine } from '@serverless-orders/localstack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAN_SETTINGS } from '../../ops/plan/plan-settings.ts';
import { places } from '../../paths.ts';

const STAGE = ['--stage', 'production'];

/** Differs from deployment to deployment: keys that are made, and the time of a call. */
const MADE_UP = [
  'inputs.environment.variables.AUTH_JWKS',
  'inputs.environment.variables.PASSWORD_LINK_JWKS',
  'inputs.triggers.deployment',
];

/** What is deployed in an account, which takes everything. */
async function deployed(account: DryAccount, env: Record<string, string> = {}): Promise<DryRun> {
  const began = Date.now();
  const done = await account.sst(['deploy', ...STAGE], { settings: PLAN_SETTINGS, env });
  console.log(`deployed: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return done;
}

/** Production, as nothing else has all of the shop's resources and what is retained and protected. */
describe('the shop in production, by the real Pulumi engine and by the stand-in', () => {
  const accounts: DryAccount[] = [];
  let real: DryRun[];
  let standIn: DryRun[];
  let env: Record<string, string> = {};
  let differences: Awaited<ReturnType<typeof realEngine>>['differences'];

  beforeAll(async () => {
    const { differences: compare, installReal, realPulumi } = await realEngine();
    differences = compare;
    const pulumi = await realPulumi({ report: console.log });
    if (!pulumi) throw new Error('there is no Go to compile Pulumi with');
    // It would write all of the state down after each of a thousand resources.
    const once = { PULUMI_EXPERIMENTAL: 'true', PULUMI_SKIP_CHECKPOINTS: 'true' };
    env = { ...installReal(places, pulumi), ...once };
    accounts.push(await dryAccount(places), await dryAccount(places));
    real = [await deployed(accounts[0]!, env), await deployed(accounts[0]!, env)];
    standIn = [await deployed(accounts[1]!), await deployed(accounts[1]!)];
  }, 40 * 60_000);

  afterAll(() => {
    for (const account of accounts) account.close();
  });

  it.each([
    ['deployed', 0],
    ['deployed once more', 1],
  ])('%s is the same graph', (_, time) => {
    expect(real[time]!.resources.length).toBeGreaterThan(500);
    const found = differences(real[time]!.resources, standIn[time]!.resources);
    expect(found.filter(({ at }) => !MADE_UP.includes(at))).toEqual([]);
  });

  it('is deployed once more with nothing to do but to see to it that there is an account of staff', () => {
    for (const [, again] of [real, standIn]) {
      const asked = again!.requests.map(
        ({ operation, input }) => `${operation} ${(input as Record<string, string>).FunctionName}`,
      );
      // Two are only read: the account's settings of API Gateway, by SST, and on which engine the stage is, by the stand-in.
      expect(asked.filter((one) => !/^Get(Account|Parameter) /.test(one))).toEqual([
        'Invoke shop-production-users-ensure-staff',
      ]);
    }
  });

  it('keeps its data: tables are protected and retained', () => {
    const tables = real[0]!.resources.filter(({ type }) => type === 'aws:dynamodb/table:Table');
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ retainOnDelete }) => !retainOnDelete).map(({ urn }) => urn)).toEqual([]);
  });

  it('is not removed', async () => {
    await expect(
      accounts[0]?.sst(['remove', ...STAGE], { settings: PLAN_SETTINGS, env }),
    ).rejects.toMatchObject({ remedy: expect.stringMatching(/protect/i) });
  });
});
