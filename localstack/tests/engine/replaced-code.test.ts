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
import { CodeReplacer } from '../../lambda/replace-code.ts';
import { clientConfig, engineEndpoint } from '../support/engine.ts';

const lambda = new LambdaClient(clientConfig());
const FunctionName = `replaced-${Date.now().toString(36)}`;

const code = (version: string) => `
  import { readFileSync } from 'node:fs';
  export const handler = async () => '${version} ' + readFileSync(new URL('links', import.meta.url), 'utf8');`;
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
      Role: 'arn:aws:iam::000000000000:role/replaced',
      Code: { ZipFile: zip('one', 'deployed') },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
});
afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));

it('replaces a file beside those that were deployed last, whoever has deployed them', async () => {
  const replacer = new CodeReplacer(engineEndpoint());
  const replace = (version: string) =>
    replacer.replace({ name: FunctionName, file: 'index.mjs', code: code(version) });
  expect(await answer()).toBe('one deployed');
  await replace('two');
  expect(await answer()).toBe('two deployed');
  await replace('three');
  expect(await answer()).toBe('three deployed');

  const ZipFile = zip('four', 'deployed anew');
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
  await replace('five');
  expect(await answer()).toBe('five deployed anew');
});
