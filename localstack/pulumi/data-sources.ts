import type { Aws } from './providers/aws.ts';
import type { Properties } from './values.ts';

interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

type DataSource = (args: Properties, aws: Aws) => Properties;

const one = (list: string[] | undefined): string | string[] | undefined =>
  list?.length === 1 ? list[0] : list;

/** A policy document from the statements of aws.iam.getPolicyDocument, with the element order of the real one. */
function policyDocument(args: Properties): Properties {
  const statements = (args.statements ?? []) as unknown as Statement[];
  const document = {
    Version: args.version ?? '2012-10-17',
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? 'Allow',
      Action: one(statement.actions),
      NotAction: one(statement.notActions),
      Resource: one(statement.resources),
      NotResource: one(statement.notResources),
      Principal: principals(statement.principals),
      Condition: conditions(statement.conditions),
    })),
  };
  const json = JSON.stringify(document);
  // Without statements SST must see none: it attaches no policy then.
  const given = statements.length > 0 ? args.statements : undefined;
  return { id: 'policy', json, minifiedJson: json, statements: given };
}

function principals(list: Statement['principals']) {
  if (!list?.length) return undefined;
  if (list.some(({ type }) => type === '*')) return '*';
  return Object.fromEntries(list.map(({ type, identifiers }) => [type, one(identifiers)]));
}

function conditions(list: Statement['conditions']) {
  if (!list?.length) return undefined;
  const byTest: Record<string, Record<string, string | string[] | undefined>> = {};
  for (const { test, variable, values } of list) byTest[test] = { ...byTest[test], [variable]: one(values) };
  return byTest;
}

const SOURCES: Record<string, DataSource> = {
  'aws:index/getCallerIdentity:getCallerIdentity': (_args, { account }) => ({
    id: account,
    accountId: account,
    arn: `arn:aws:iam::${account}:root`,
    userId: account,
  }),
  'aws:index/getRegion:getRegion': (_args, { region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  'aws:index/getPartition:getPartition': () => ({
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:iam/getPolicyDocument:getPolicyDocument': policyDocument,
};

/**
 * Answers a data source (`aws.getRegion()` and the like).
 *
 * @throws Error naming one that is not known.
 */
export async function dataSource(token: string, args: Properties, aws: Aws): Promise<Properties> {
  const source = SOURCES[token];
  if (!source) throw new Error(`the data source ${token} is not supported on a local stage`);
  return source(args, aws);
}
