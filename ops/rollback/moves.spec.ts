import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { beginCanary, goBack, markGood, promoteNewest } from './moves.ts';
import { releasesOf } from './releases.ts';

interface Alias {
  FunctionVersion: string;
  RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
}

interface Deployed {
  versions: number;
  aliases: Record<string, Alias>;
}

let functions: Record<string, Deployed> = {};
const client = new LambdaClient({ region: 'us-east-1' });

type Input = { FunctionName: string; Name: string } & Alias;

/** What AWS answers, of the requests that are made. */
const ANSWERS: Record<string, (input: Input) => object> = {
  ListFunctionsCommand: () => ({
    Functions: Object.keys(functions).map((FunctionName) => ({ FunctionName })),
  }),
  ListAliasesCommand: ({ FunctionName }) => ({
    Aliases: Object.entries(functions[FunctionName]!.aliases).map(([Name, alias]) => ({ Name, ...alias })),
  }),
  ListVersionsByFunctionCommand: ({ FunctionName }) => ({
    Versions: [
      '$LATEST',
      ...Array.from({ length: functions[FunctionName]!.versions }, (_, at) => `${at + 1}`),
    ].map((Version) => ({ Version })),
  }),
  GetAliasCommand: ({ FunctionName, Name }) => {
    const found = functions[FunctionName]!.aliases[Name];
    if (!found) throw new ResourceNotFoundException({ message: Name, $metadata: {} });
    return found;
  },
  CreateAliasCommand: (input) => write(input),
  UpdateAliasCommand: (input) => write(input),
};

function write({ FunctionName, Name, FunctionVersion, RoutingConfig }: Input): object {
  functions[FunctionName]!.aliases[Name] = { FunctionVersion, RoutingConfig };
  return {};
}

client.send = (async (command: { constructor: { name: string }; input: Input }) =>
  ANSWERS[command.constructor.name]!(command.input)) as never;

const deploy = (name: string): void => {
  const deployed = functions[name] ?? { versions: 0, aliases: {} };
  const versions = deployed.versions + 1;
  functions[name] = {
    versions,
    aliases: { ...deployed.aliases, live: { FunctionVersion: String(versions) } },
  };
};

const releases = () => releasesOf(client, 'shop-production-');
const live = async () =>
  Object.fromEntries((await releases()).map(({ name, live }) => [name.slice(16), live]));

describe('releases of functions behind the API', () => {
  beforeEach(() => {
    functions = {};
    deploy('shop-production-get-order');
    deploy('shop-production-place-order');
  });

  it('are of one stage, and of functions with an alias', async () => {
    deploy('shop-staging-get-order');
    functions['shop-production-count-orders'] = { versions: 0, aliases: {} };
    expect((await releases()).map(({ name }) => name)).toEqual([
      'shop-production-get-order',
      'shop-production-place-order',
    ]);
  });

  it('go back to the versions that were marked, however many came since', async () => {
    await markGood(client, await releases());
    deploy('shop-production-get-order');
    deploy('shop-production-get-order');
    expect(await live()).toEqual({ 'get-order': '3', 'place-order': '1' });
    const moved = await goBack(client, await releases());
    expect(moved.map(({ name, was, live }) => [name, was, live])).toEqual([
      ['shop-production-get-order', '3', '1'],
    ]);
    expect(await live()).toEqual({ 'get-order': '1', 'place-order': '1' });
    expect(await goBack(client, await releases())).toEqual([]);
  });

  it('leave a function as it is that is new since', async () => {
    await markGood(client, await releases());
    deploy('shop-production-get-cart');
    await goBack(client, await releases());
    expect(await live()).toMatchObject({ 'get-cart': '1' });
  });

  it('do not go back when nothing was ever marked', async () => {
    await expect(goBack(client, await releases())).rejects.toThrow(
      /no version is marked good of .*get-order/,
    );
  });

  it('share requests by a canary, which is promoted or taken back', async () => {
    await markGood(client, await releases());
    deploy('shop-production-get-order');
    await beginCanary(client, await releases(), 0.1);
    expect(functions['shop-production-get-order']!.aliases.live).toEqual({
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    });
    await expect(markGood(client, await releases())).rejects.toThrow('a canary runs');
    await promoteNewest(client, await releases());
    expect(functions['shop-production-get-order']!.aliases.live).toEqual({
      FunctionVersion: '2',
      RoutingConfig: { AdditionalVersionWeights: {} },
    });
    await goBack(client, await releases());
    expect(await live()).toEqual({ 'get-order': '1', 'place-order': '1' });
  });

  it('begin no canary unless all have a version to fall back to', async () => {
    await markGood(client, await releases());
    deploy('shop-production-get-cart');
    await expect(beginCanary(client, await releases(), 0.1)).rejects.toThrow('get-cart');
    expect(await live()).toMatchObject({ 'get-order': '1' });
  });
});
