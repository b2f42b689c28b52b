import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../../paths.ts';
import { type Aws, connect } from './aws.ts';
import type { Context, Kind } from './kind.ts';
import { allKinds } from './registry.ts';

const kinds = (await allKinds()).filter(([, kind]) => !kind.anyInput);

/** Properties that take effect in another way than in the call that creates the resource. */
const ELSEWHERE: Record<string, string[]> = {
  // A change replaces the resource.
  'aws:apigateway/deployment:Deployment': ['triggers'],
  'aws:lambda/invocation:Invocation': ['triggers', 'terraformKey'],
  'random:index/randomBytes:RandomBytes': ['keepers'],
  'random:index/randomId:RandomId': ['keepers'],
  'random:index/randomInteger:RandomInteger': ['keepers'],
  'random:index/randomPassword:RandomPassword': ['keepers'],
  'random:index/randomString:RandomString': ['keepers'],
  'random:index/randomUuid:RandomUuid': ['keepers'],
  // They decide how it is deleted; a role is always deleted with its policies.
  'aws:s3/bucket:Bucket': ['forceDestroy'],
  'aws:iam/role:Role': ['forceDetachPolicies'],
  // They name the key attributes of an item that already contains them.
  'aws:dynamodb/tableItem:TableItem': ['hashKey', 'rangeKey'],
  'pulumi:providers:*': ['version'],
};

/** Values of properties that cannot be any text. */
const VALUES: Record<string, unknown> = {
  attributes: [{ name: 'hashKey', type: 'S' }],
  billingMode: 'PROVISIONED',
  code: undefined,
  corsRules: [{ allowedMethods: ['GET'], allowedOrigins: ['*'] }],
  destinationConfig: { onFailure: { destinationArn: 'a' } },
  fifoQueue: true,
  fifoTopic: true,
  globalSecondaryIndexes: [{ name: 'ByEmail', hashKey: 'hashKey' }],
  inlinePolicies: [{ name: 'a', policy: '{}' }],
  input: '{}',
  lambdaFunctions: [{ lambdaFunctionArn: 'a', events: ['s3:ObjectCreated:*'] }],
  queues: [{ queueArn: 'a', events: ['s3:ObjectCreated:*'] }],
  topics: [{ topicArn: 'a', events: ['s3:ObjectCreated:*'] }],
  item: '{"hashKey":{"S":"a"}}',
  localSecondaryIndexes: [{ name: 'ByTime', rangeKey: 'hashKey' }],
  lifecycleScope: 'CREATE_ONLY',
  managedPolicyArns: ['a'],
  metricQueries: [{ id: 'a' }],
  algorithm: 'RSA',
  rsaBits: 1024,
  byteLength: 4,
  length: 4,
  max: 4,
  min: 1,
  minLower: 1,
  minNumeric: 1,
  minSpecial: 1,
  minUpper: 1,
  overrideSpecial: undefined,
  special: true,
  reservedConcurrentExecutions: 1,
  settings: {},
  s3Bucket: 'b',
  source: undefined,
  startingPositionTimestamp: '2026-11-27T00:00:00Z',
  streamEnabled: true,
  ttl: { attributeName: 'expiresAt' },
  versioningConfiguration: { status: 'Enabled' },
};

/** An engine on which every call succeeds. */
const client = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : async () => ({})) });
const aws = new Proxy(connect({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' }), {
  get: (target, name) =>
    typeof target[name as keyof Aws] === 'function' ? async () => client : target[name as keyof Aws],
});
const context: Context = { urn: 'urn:a', name: 'a', aws, assetOf: () => undefined };

/** The inputs that a kind reads while it creates a resource. */
async function readBy(kind: Kind, type: string): Promise<Set<string>> {
  const read = new Set<string>();
  const variants: Record<string, object> = {
    'tls:index/privateKey:PrivateKey': { algorithm: 'ECDSA', ecdsaCurve: 'P256' },
    'aws:ssm/parameter:Parameter': { value: undefined },
    'random:index/randomString:RandomString': { numeric: undefined },
    'random:index/randomPassword:RandomPassword': { numeric: undefined },
  };
  for (const more of [{}, variants[type]]) {
    const inputs = Object.fromEntries(
      kind.inputs.map((name) => [name, name in VALUES ? VALUES[name] : name]),
    );
    const watched = new Proxy({ ...inputs, ...more } as Record<string, unknown>, {
      get: (target, name) => {
        read.add(String(name));
        return target[String(name)];
      },
    });
    await kind.create(watched, context);
  }
  return read;
}

describe('every property that a type of resource takes is acted upon', () => {
  it.each(kinds)('%s', async (type, kind) => {
    const read = await readBy(kind, type);
    const left = kind.inputs.filter((name) => !read.has(name) && !ELSEWHERE[type]?.includes(name));
    expect(left).toEqual([]);
  });
});

it('docs/deploying.md names every property that is taken without an effect', () => {
  const text = readFileSync(inPackage('docs', 'deploying.md'), 'utf8');
  const listed = (type: string) =>
    text.match(new RegExp(`^\\| ${type.replaceAll('/', '\\/')} \\| (.*) \\|$`, 'm'))?.[1]?.split(', ') ?? [];
  for (const [type, { noEffect = [] }] of kinds) {
    const short = `${type.split(':')[1]?.split('/')[0]}.${type.split(':')[2]}`;
    const named = noEffect
      .filter((name) => !['tags', 'skipDestroy', 'version'].includes(name))
      .map((name) => `\`${name}\``);
    expect([type, listed(short)]).toEqual([type, named]);
  }
});
