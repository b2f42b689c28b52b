import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateAliasCommand,
  GetAliasCommand,
  paginateListAliases,
  paginateListFunctions,
  paginateListVersionsByFunction,
  ResourceNotFoundException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';

/** What API Gateway calls of a function: stacks/service/release.ts makes it. */
export const LIVE = 'live';

/** The version that has passed the smoke test last. */
export const GOOD = 'good';

/** A function behind the API, and which of its versions are what. */
export interface Release {
  name: string;
  /** The version that customers are answered by. */
  live: string;
  /** The share of calls that goes to other versions, by version. */
  others: Record<string, number>;
  /** The version that passed the smoke test last; undefined if none has. */
  good?: string;
  /** The version that was deployed last. */
  newest: string;
}

/** The functions of a stage that have versions, by name. `prefix` is what the names of all of its functions begin with. */
export async function releasesOf(client: LambdaClient, prefix: string): Promise<Release[]> {
  const found: Release[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
    for (const { FunctionName: name = '' } of Functions) {
      const release = name.startsWith(prefix) ? await releaseOf(client, name) : undefined;
      if (release) found.push(release);
    }
  return found.toSorted((a, b) => a.name.localeCompare(b.name));
}

async function releaseOf(client: LambdaClient, FunctionName: string): Promise<Release | undefined> {
  const aliases = new Map<string, { version: string; others: Record<string, number> }>();
  for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName }))
    for (const { Name = '', FunctionVersion: version = '', RoutingConfig } of Aliases)
      aliases.set(Name, { version, others: RoutingConfig?.AdditionalVersionWeights ?? {} });
  const live = aliases.get(LIVE);
  if (!live) return undefined;
  const versions: number[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName }))
    versions.push(...Versions.map(({ Version }) => Number(Version)).filter((one) => one > 0));
  return {
    name: FunctionName,
    live: live.version,
    others: live.others,
    good: aliases.get(GOOD)?.version,
    newest: String(Math.max(...versions)),
  };
}

interface Move {
  name: string;
  alias: string;
  version: string;
  /** The share of calls that goes to other versions; none unless told. */
  others?: Record<string, number>;
}

/** Has an alias stand for a version. AWS moves it at once: a call that has begun ends with the version that it began with. */
export async function move(client: LambdaClient, { name, alias, version, others = {} }: Move): Promise<void> {
  const target = {
    FunctionName: name,
    Name: alias,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: others },
  };
  const there = await client
    .send(new GetAliasCommand({ FunctionName: name, Name: alias }))
    .catch((thrown: unknown) => {
      if (thrown instanceof ResourceNotFoundException) return undefined;
      throw thrown;
    });
  if (there) await client.send(new UpdateAliasCommand(target));
  else await client.send(new CreateAliasCommand(target));
}
