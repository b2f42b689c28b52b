import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goBack, markGood, promoteNewest } from '../../ops/rollback/moves.ts';
import { LIVE, move, releasesOf } from '../../ops/rollback/releases.ts';
import { clientConfig, until } from '../support/engine.ts';

const FunctionName = 'shop-test-rollback-answer';
/** Answers by what it is told by its settings. */
const CODE = 'export const handler = async () => process.env.WORD;';

const client = new LambdaClient(clientConfig());

const ready = () =>
  until(
    async () => {
      const { State, LastUpdateStatus } = await client.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      return State === 'Active' && LastUpdateStatus !== 'InProgress';
    },
    { what: 'the function is ready' },
  );

/** Another version, which answers by another word. */
async function deploy(word: string): Promise<string> {
  await client.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { WORD: word } } }),
  );
  await ready();
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
  await move(client, { name: FunctionName, alias: LIVE, version: Version! });
  return Version!;
}

const releases = () => releasesOf(client, FunctionName);

async function answer(): Promise<string> {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName, Qualifier: LIVE }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

beforeAll(async () => {
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/rollback',
      Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(CODE) }) },
    }),
  );
  await ready();
});

afterAll(() => client.send(new DeleteFunctionCommand({ FunctionName })));

it('has the version answer again that was marked good, and the newest when it is promoted', async () => {
  await deploy('first');
  await markGood(client, await releases());
  await deploy('second');
  expect(await answer()).toBe('second');
  expect(await goBack(client, await releases())).toMatchObject([{ was: '2', live: '1', good: '1' }]);
  expect(await answer()).toBe('first');
  await promoteNewest(client, await releases());
  expect(await answer()).toBe('second');
});
