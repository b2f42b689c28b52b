import { afterEach, expect, it } from 'vitest';
import { smoke } from '../../ops/smoke/command.ts';
import { until } from '../support/engine.ts';
import { Outage } from '../support/outage.ts';
import { scanService, shopOutputs } from '../support/outputs.ts';
import { printedBy } from '../support/printed.ts';
import { STAGE } from '../support/stage.ts';

const { api } = shopOutputs();
const outage = new Outage();
afterEach(() => outage.end());

/** The exit code of `npm run smoke`, and what it printed. newman is installed with the first run. */
const smokeTest = () => printedBy(smoke, '--stage', STAGE, '--url', api);

const smokeAccounts = async () =>
  (await scanService('users')).filter((item) => /smoke[^"]*@example\.com/.test(JSON.stringify(item)));

const health = async (): Promise<string> => {
  const { status } = (await (await fetch(`${api}/health`)).json()) as { status: string };
  return status;
};

it('is green on a shop that is well, and leaves no account behind', async () => {
  // Instances that tests before had fail are healthy once they were checked twice.
  await until(async () => (await health()) === 'ok', { what: 'the shop to be well' });
  const { code, printed } = await smokeTest();
  expect(printed).toContain(`the stage ${STAGE} is well`);
  expect(code).toBe(0);
  expect(await smokeAccounts()).toEqual([]);
}, 180_000);

it('is red when a service is broken, names what failed, and cleans up all the same', async () => {
  await outage.begin('payments-get-account');
  const { code, printed } = await smokeTest();
  expect(code).toBe(1);
  expect(printed).toContain(`the stage ${STAGE} fails its smoke test`);
  expect(printed).toContain('inside "The account is empty"');
  expect(await smokeAccounts()).toEqual([]);
}, 180_000);
