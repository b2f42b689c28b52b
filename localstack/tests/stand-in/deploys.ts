import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployed } from '../../deployed.ts';
import { inventory } from '../../inventory.ts';
import { LiveCode } from '../../lambda/live-code.ts';
import { connect } from '../../pulumi/providers/aws.ts';
import { App } from './app.ts';
import { type Attack, attackRpc, hasChromium } from './rpc-port.ts';

const STAGE = ['--stage', 'test-deploy'];

/** The steps that undo an earlier test's change. */
const RESTORED = [
  'Updated EventsSubscriberMailSubscription',
  'Updated Limit',
  'Updated MailQueue',
  'Updated Seed',
  'Updated StepFunction',
  'Updated UsersTable',
];

/** The life of a stage, from the first deploy to its removal. */
export const deploys = (endpoint: () => string) =>
  describe('a stage on an engine, deployed by the unmodified sst CLI', () => {
    let app: App;
    let before: Awaited<ReturnType<typeof inventory>>;
    let outputs: Record<string, string>;

    beforeAll(async () => {
      app = new App('deploy', endpoint());
      before = await inventory(app.endpoint);
      const first = await app.sst(['deploy', ...STAGE]);
      expect(first.code, first.text).toBe(0);
      outputs = first.outputs;
    });

    afterAll(() => app?.drop());

    it('serves its API at the address in the outputs', async () => {
      expect(outputs.api).toMatch(new RegExp(`^${app.endpoint}/.*[^/]$`));
      expect(outputs.mail).toContain(`${app.endpoint}/000000000000/`);
      const response = await fetch(`${outputs.api}/hello`);
      expect(await response.json()).toEqual({ greeting: 'none' });
    });

    it('keeps state that `sst state` reads', async () => {
      const { code, text } = await app.sst(['state', 'export', ...STAGE]);
      expect(code).toBe(0);
      expect(text).toContain('urn:pulumi:test-deploy::fixture::sst:aws:Queue$aws:sqs/queue:Queue::MailQueue');
    });

    describe.skipIf(process.platform !== 'linux')('while it runs', () => {
      /** By a program, and by a web page where there is Chromium. */
      const attacks: Attack[] = hasChromium ? ['fetch', 'page'] : ['fetch'];

      it('cannot be reached at its RPC port from outside of its network', async () => {
        const { port, ran, code, text } = await attackRpc(app, { isolate: true, attacks });
        expect(port).toBe(13_557);
        expect(ran).toEqual([]);
        expect(code, text).toBe(0);
      });

      it('can be reached without a network of its own, which shows that the attacks work', async () => {
        const { ran, code, text } = await attackRpc(app, { isolate: false, attacks });
        expect(ran, text).toEqual(attacks);
        expect(code, text).toBe(0);
      });
    });

    it('shows with diff what a deploy would change, and changes nothing', async () => {
      const there = await inventory(app.endpoint);
      const { text, code } = await app.sst(['diff', ...STAGE], {
        limit: '7',
        unheard: 'x',
        filter: 'user.left',
      });
      expect(code, text).toBe(0);
      expect(text).toMatch(/\*\s+Limit aws:ssm:Parameter\n\s+\* value = 7/);
      expect(text).toContain('filterPolicy');
      expect(text).not.toContain('ApiDeployment');
      expect(await inventory(app.endpoint)).toEqual(there);
      const { ssm } = connect({ endpoint: app.endpoint, region: 'us-east-1' });
      const { Parameter } = await (await ssm()).getParameter({ Name: '/fixture/test-deploy/limit' });
      expect(Parameter?.Value).toBe('100');
    });

    it('changes in place what can be changed in place', async () => {
      const change = {
        limit: '7',
        visibility: '1',
        filter: 'user.left',
        seed: 'Grace',
        greeting: 'hi',
        index: '1',
      };
      const { steps, text } = await app.sst(['deploy', ...STAGE], change);
      expect(steps, text).toEqual([
        'Updated EventsSubscriberMailSubscription',
        'Updated Limit',
        'Updated MailQueue',
        'Updated Seed',
        'Updated StepFunction',
        'Updated UsersTable',
      ]);
      const { dynamodb } = connect({ endpoint: app.endpoint, region: 'us-east-1' });
      const { Item } = await (await dynamodb()).getItem({
        TableName: outputs.users,
        Key: { id: { S: 'u-1' } },
      });
      expect(Item?.name).toEqual({ S: 'Grace' });
      const { Table } = await (await dynamodb()).describeTable({ TableName: outputs.users });
      expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
        'ByEmail',
        'ByTeam',
      ]);
    });

    it('updates only the functions whose code has changed', async () => {
      const { steps, text } = await app.sst(['deploy', ...STAGE], { code: 'hello' });
      expect(steps, text).toEqual(
        [
          'Created ApiRouteBbhwbwHandlerCode',
          'Deleted ApiRouteBbhwbwHandlerCode',
          'Updated ApiRouteBbhwbwHandlerFunction',
        ]
          .concat(RESTORED)
          .toSorted(),
      );
      expect((await app.sst(['deploy', ...STAGE], { code: 'hello' })).steps).toEqual([]);
    });

    it('puts back what was deployed where somebody has tried other code since', async () => {
      const answer = async () => (await fetch(`${outputs.api}/hello`)).text();
      const live = new LiveCode(app.endpoint);
      const code = `export const handler = async () => ({ statusCode: 200, body: 'tried' });`;
      for (const { name } of readDeployed(app.places, 'test-deploy')!.functions)
        await live.replace({ name, file: 'index.mjs', code });
      expect(await answer()).toBe('tried');
      expect((await app.sst(['deploy', ...STAGE], { code: 'hello' })).steps).toEqual([]);
      expect(JSON.parse(await answer())).toEqual({ greeting: 'none' });
    });

    it('replaces a resource that cannot be changed in place, and its parts', async () => {
      const { steps, text, outputs: after } = await app.sst(['deploy', ...STAGE], { usersKey: 'email' });
      expect(steps, text).toContain('Created UsersTable');
      const { dynamodb } = connect({ endpoint: app.endpoint, region: 'us-east-1' });
      const { Items } = await (await dynamodb()).scan({ TableName: after.users });
      expect(Items).toHaveLength(1);
      expect((await inventory(app.endpoint)).tables).toEqual([after.users]);
    });

    it('removes resources that are no longer declared', async () => {
      const { steps, text } = await app.sst(['deploy', ...STAGE], { usersKey: 'email', withoutAlarm: '1' });
      expect(steps, text).toEqual(['Deleted Alarm']);
      expect((await inventory(app.endpoint)).alarms).toEqual([]);
    });

    it('deploys one component alone, and what depends on it', async () => {
      const left = { usersKey: 'email', withoutAlarm: '1' };
      const change = { ...left, greeting: 'targeted', limit: '9', seed: 'Joan' };
      const { steps, text } = await app.sst(['deploy', '--target', 'Step', ...STAGE], change);
      expect(steps, text).toEqual(['Updated StepFunction']);
      const { steps: rest } = await app.sst(['deploy', ...STAGE], change);
      expect(rest).toEqual(['Updated Limit', 'Updated Seed']);
    });

    it.each([
      ['a type of resource', { unknown: '1' }, 'aws:kinesis/stream:Stream'],
      ['a property', { property: '1' }, 'namePrefix'],
    ])('stops at %s that it does not know, and names it', async (_what, change, name) => {
      const { code, text } = await app.sst(['deploy', ...STAGE], change);
      expect(code).not.toBe(0);
      expect(text).toContain(name);
    });

    it('leaves nothing in the engine when it is removed', async () => {
      const { code, text } = await app.sst(['remove', ...STAGE]);
      expect(code, text).toBe(0);
      expect(await inventory(app.endpoint)).toEqual(before);
    });
  });
