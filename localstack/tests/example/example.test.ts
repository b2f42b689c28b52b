import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livingFunctions } from '../../commands/living-functions.ts';
import { readDeployed } from '../../deployed.ts';
import { inPackage, inShared } from '../../paths.ts';
import { placesOf } from '../../sst/places.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

/** A copy of the example, as a user would make one. It is below this package's folder, where Node finds its imports. */
const app = inShared('tests', `example-${process.pid}`);
const STAGE = 'test-example';

/** A command of this package about the copy, on the tests' engine. */
async function call(...words: string[]): Promise<string> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: engineEndpoint(),
    AWS_ACCESS_KEY_ID: clientConfig().credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: clientConfig().credentials.secretAccessKey,
  };
  const node = [inPackage('bin.mjs'), '--app', app, ...words];
  const { stdout } = await promisify(execFile)(process.execPath, node, { env, maxBuffer: 2 ** 26 });
  return stdout;
}

const outputs = async (): Promise<Record<string, string>> =>
  JSON.parse(await call('outputs', STAGE, '--json'));

async function post(text: string): Promise<string> {
  const { api } = await outputs();
  const response = await fetch(`${api}notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

const stationsOf = async (id: string): Promise<string[]> => {
  const { api } = await outputs();
  const response = await fetch(`${api}notes/${id}`);
  return response.ok ? ((await response.json()) as { stations: string[] }).stations : [];
};

/** The life of an app other than the one beside this package, without any of that one's files. */
describe('the example, by the commands of this package', () => {
  beforeAll(async () => {
    mkdirSync(app, { recursive: true });
    cpSync(inPackage('example'), app, {
      recursive: true,
      filter: (path) => !/[/\\][.](sst|local)([/\\]|$)/.test(path.slice(inPackage('example').length)),
    });
    await call('deploy', STAGE);
  });

  afterAll(() => rmSync(app, { recursive: true, force: true }));

  it('passes a note through every service', async () => {
    const id = await post('hello');
    const all = ['api', 'bucket', 'bus', 'queue', 'state machine', 'topic'];
    await until(async () => (await stationsOf(id)).length === all.length, { what: 'all stations' });
    expect(await stationsOf(id)).toEqual(all);
  });

  it('answers at a function URL', async () => {
    const id = await post('read me');
    const { reader } = await outputs();
    const read = await fetch(new URL(id, reader));
    expect([read.status, await read.json()]).toEqual([200, { stations: expect.arrayContaining(['api']) }]);
    expect((await fetch(new URL('nobody', reader))).status).toBe(404);
  });

  it('puts a note that cannot be read into the dead-letter queue', async () => {
    const id = await post('bad');
    const { deadLetters } = await outputs();
    const sqs = new SQSClient(clientConfig());
    const message = await until(
      async () => {
        const receive = new ReceiveMessageCommand({ QueueUrl: deadLetters, WaitTimeSeconds: 1 });
        return (await sqs.send(receive)).Messages?.[0];
      },
      { what: 'the dead letter' },
    );
    expect(JSON.parse(message.Body ?? '')).toEqual({ id, isBad: true });
    expect(await call('logs', '--stage', STAGE, '--function', 'Inbox')).toContain(`the note ${id} is bad`);
  });

  it('changes nothing when nothing changed', async () => {
    const before = await outputs();
    const text = await call('sst', 'deploy', '--stage', STAGE);
    expect(text).toContain('No changes');
    expect(await outputs()).toEqual(before);
    expect(await call('sst', 'diff', '--stage', STAGE)).toContain('No changes');
  });

  it('keeps its state in its own folder, and shares the engine', () => {
    expect(existsSync(`${app}/.local/stand-in`)).toBe(true);
    expect(existsSync(`${app}/.local/engines`)).toBe(false);
  });

  it('is removed, and leaves nothing', async () => {
    const { functions = [] } = readDeployed(placesOf(app), STAGE) ?? {};
    expect(await livingFunctions(engineEndpoint(), functions)).toHaveLength(9);
    await call('sst', 'remove', '--stage', STAGE);
    expect(await livingFunctions(engineEndpoint(), functions)).toEqual([]);
    await expect(call('outputs', STAGE)).rejects.toThrow('is not deployed');
  });
});
