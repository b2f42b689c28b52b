import { type DryAccount, type DryRun, dryAccount, realEngine } from '@serverless-orders/localstack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAN_SETTINGS } from '../../ops/plan/plan-settings.ts';
import { places } from '../../paths.ts';

const STAGE = ['--stage', 'production'];

/** What is deployed and redeployed in one account, which takes everything. */
async function deployTwice(account: DryAccount, env: Record<string, string> = {}): Promise<DryRun[]> {
  const done: DryRun[] = [];
  for (const what of ['deployed', 'redeployed']) {
    const began = Date.now();
    done.push(await account.sst(['deploy', ...STAGE], { settings: PLAN_SETTINGS, env }));
    console.log(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return done;
}

/** Production, as nothing else has all of the shop's resources and what is retained and protected. */
describe('the shop in production, by the real Pulumi engine and by the stand-in', () => {
  const accounts: DryAccount[] = [];
  let real: DryRun[] = [];
  let standIn: DryRun[] = [];
  let env: Record<string, string> = {};

  beforeAll(async () => {
    const { installReal, realPulumi } = await realEngine();
    const pulumi = await realPulumi({ report: console.log });
    if (!pulumi) throw new Error('there is no Go to compile Pulumi with');
    env = installReal(places, pulumi);
    accounts.push(await dryAccount(places), await dryAccount(places));
    real = await deployTwice(accounts[0]!, env);
    standIn = await deployTwice(accounts[1]!);
  }, 40 * 60_000);

  afterAll(() => {
    for (const account of accounts) account.close();
  });

  it.each([
    ['deployed', 0],
    ['redeployed', 1],
  ])('%s: the same graph', async (_what, at) => {
    const { differences } = await realEngine();
    expect(real[at]?.resources.length).toBeGreaterThan(500);
    expect(differences(real[at]!.resources, standIn[at]!.resources)).toEqual([]);
  });

  it('redeployed: nothing is sent', () => {
    expect(real[0]?.requests.length).toBeGreaterThan(500);
    expect(real[1]?.requests).toEqual([]);
  });

  it('keeps its data: tables are protected and retained', () => {
    const tables = real[0]?.resources.filter(({ type }) => type === 'aws:dynamodb/table:Table') ?? [];
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ retainOnDelete }) => !retainOnDelete).map(({ urn }) => urn)).toEqual([]);
  });

  it('is not removed', async () => {
    await expect(accounts[0]?.sst(['remove', ...STAGE], { settings: PLAN_SETTINGS, env })).rejects.toThrow(
      /protect/i,
    );
  });
});
