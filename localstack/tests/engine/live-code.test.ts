import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LiveCode } from '../../lambda/live-code.ts';
import { clientConfig, engineEndpoint } from '../support/engine.ts';

const lambda = new LambdaClient(clientConfig());
const FunctionName = `replaced-${Date.now().toString(36)}`;

const code = (version: string) => `
  import { readFileSync } from 'node:fs';
  export const handler = async () => '${version} ' + readFileSync(new URL('links', import.meta.url), 'utf8');`;
/** Answers after a while, in which it can be replaced. */
const waiting = `
  export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return 'waited';
  };`;
const zip = (version: string, links: string) =>
  zipSync({ 'index.mjs': Buffer.from(code(version)), links: Buffer.from(links) });

const answer = async () =>
  JSON.parse((await lambda.send(new InvokeCommand({ FunctionName }))).Payload!.transformToString());

beforeAll(async () => {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 60,
      Role: 'arn:aws:iam::000000000000:role/replaced',
      Code: { ZipFile: zip('one', 'deployed') },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
});
afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));

const live = new LiveCode(engineEndpoint());
const replace = (version: string, file = 'index.mjs') =>
  live.replace({ name: FunctionName, file, code: code(version) });

it('replaces a file beside those that were deployed last, whoever has deployed them', async () => {
  expect(await answer()).toBe('one deployed');
  await replace('two');
  expect(await answer()).toBe('two deployed');
  await replace('three');
  expect(await answer()).toBe('three deployed');

  const ZipFile = zip('four', 'deployed anew');
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
  expect(await answer()).toBe('four deployed anew');
  await replace('five');
  expect(await answer()).toBe('five deployed anew');
});

it('lets an invocation that is under way end by the old code', async () => {
  await live.replace({ name: FunctionName, file: 'index.mjs', code: waiting });
  const under = answer();
  const recent = async () => (await live.told())!.recent;
  await expect.poll(recent, { timeout: 30_000 }).toContain(FunctionName);
  await replace('next');
  expect(await answer()).toBe('next deployed anew');
  expect(await under).toBe('waited');
});

it('puts back what was deployed last, and tells of what it has not put back', async () => {
  await replace('six');
  expect((await live.told())!.replaced).toContain(FunctionName);
  await live.restore(['another']);
  expect(await answer()).toBe('six deployed anew');
  await live.restore([FunctionName]);
  expect(await answer()).toBe('four deployed anew');
  expect((await live.told())!.replaced).not.toContain(FunctionName);
});

it('tells which functions were invoked lately, the latest first', async () => {
  await answer();
  expect((await live.told())!.recent[0]).toBe(FunctionName);
});

it.each([
  ['no such function', 'nobody', 'index.mjs'],
  ['no such file', FunctionName, 'other.mjs'],
  ['a file of another package', FunctionName, '../code/index.mjs'],
])('refuses what has no place: %s', async (_what, name, file) => {
  await expect(live.replace({ name, file, code: '' })).rejects.toThrow('answered 404');
});
