import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dryAnswer } from '../../dry-run/answers.ts';
import { connect } from '../../pulumi/providers/aws.ts';
import type { Kind } from '../../pulumi/providers/kind.ts';
import { allKinds } from '../../pulumi/providers/registry.ts';
import { watchRequests } from '../../pulumi/requests.ts';
import type { Resource } from '../../pulumi/resource.ts';
import { LACKED_BY_ALL, LACKS, LEFT } from './provider-outputs.ts';
import { SAMPLE } from './sample.ts';

/** Where sst has installed the providers' types. */
const PLATFORM = join(import.meta.dirname, '..', '..', '..', '.sst', 'platform', 'node_modules', '@pulumi');

/** The outputs of a type, and which of them a program can set itself, by the class and its arguments in @pulumi/<provider>. */
function declared(type: string): { outputs: string[]; inputs: string[] } {
  const [provider = '', module = '', name] = type.split(':');
  const file = provider === 'aws' ? module : module.split('/')[1]!;
  const text = readFileSync(join(PLATFORM, provider, `${file}.d.ts`), 'utf8');
  const block = (head: string) => {
    const start = text.indexOf(head);
    return text.slice(start, text.indexOf('\n}', start));
  };
  const names = (body: string, pattern: RegExp) => [...body.matchAll(pattern)].map(([, found]) => found!);
  return {
    outputs: names(block(`export declare class ${name} `), /^ {4}readonly (\w+): pulumi\.Output</gm),
    inputs: names(block(`export interface ${name}Args `), /^ {4}(\w+)\??: /gm),
  };
}

const account = { region: 'us-east-1', account: '000000000000' };
const aws = connect({
  endpoint: 'http://127.0.0.1:1',
  region: account.region,
  watch: watchRequests({ answer: dryAnswer(account) }),
});

/** The outputs of a resource of a kind after its creation. */
async function made(kind: Kind, inputs: object = {}) {
  const context = { urn: 'urn', name: 'it', aws, assetOf: () => undefined };
  return (await kind.create({ ...SAMPLE, ...inputs }, context)).outputs ?? {};
}

/** What a program may set; no default is like it. */
const SET = 'set by the program';

/** AWS computes it, whatever the program expects it to be. */
const COMPUTED = ['etag'];

/** The kinds whose outputs have types; sst's own dynamic providers, and providers themselves, have none. */
const KINDS = (await allKinds())
  .filter(([type]) => /^(aws|random|tls):/.test(type))
  .map(([type, kind]) => ({ type, kind }));

describe("the stand-in's outputs, compared with the provider's types", () => {
  it('knows the types of every kind that it handles', () => {
    expect(KINDS.length).toBeGreaterThan(50);
    for (const { type } of KINDS) expect(declared(type).outputs, type).not.toEqual([]);
  });

  it.each(KINDS)('$type: no output that the provider does not have', async ({ type, kind }) => {
    const { outputs } = declared(type);
    expect(Object.keys(await made(kind)).filter((name) => !outputs.includes(name))).toEqual([]);
  });

  it.each(KINDS)('$type: every output of the provider, or it is listed', async ({ type, kind }) => {
    const { outputs, inputs } = declared(type);
    const given = Object.entries(await made(kind)).flatMap(([name, value]) =>
      value === undefined ? [] : name,
    );
    // The deployment adds the region itself.
    const computed = outputs.filter((name) => !inputs.includes(name) && name !== LACKED_BY_ALL);
    expect(computed.filter((name) => !given.includes(name)).sort()).toEqual((LACKS[type] ?? []).toSorted());
  });

  it.each(LEFT.map((left) => ({ ...left, told: JSON.stringify(left.is) ?? 'otherwise' })))(
    '$type: $output is $told ($source)',
    async ({ type, output, is, inputs }) => {
      const { kind } = KINDS.find((one) => one.type === type)!;
      expect(await made(kind, inputs)).toHaveProperty(output, is);
    },
  );

  it.each(KINDS)('$type: what the program sets comes back as it was set', async ({ kind }) => {
    const settable = [...kind.inputs, ...(kind.noEffect ?? [])].filter((name) => !COMPUTED.includes(name));
    const both = Object.keys(await made(kind)).filter((name) => settable.includes(name) && !(name in SAMPLE));
    for (const name of both) expect(await made(kind, { [name]: SET }), name).toHaveProperty(name, SET);
  });

  it('hold for all resources of production, with the outputs that the deployment adds', () => {
    const resources: Resource[] = JSON.parse(
      readFileSync(join(process.env.PRODUCTION!, 'resources.json'), 'utf8'),
    );
    const ours = resources.filter(({ type }) => KINDS.some((one) => one.type === type));
    expect(ours.length).toBeGreaterThan(500);
    const more = ours.flatMap(({ type, outputs }) =>
      Object.keys(outputs)
        .filter((name) => !declared(type).outputs.includes(name))
        .map((name) => `${type} ${name}`),
    );
    expect([...new Set(more)]).toEqual([]);
  });
});
