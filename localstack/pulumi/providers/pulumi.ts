import { randomUUID } from 'node:crypto';
import { awsSettings } from '../provider-settings.ts';
import type { Properties } from '../values.ts';
import { defineKind, type Kinds } from './kind.ts';

/** An AWS provider: its arguments are checked here, and its resources read its settings by `Deployment.provider`. */
const awsProvider = defineKind<Properties>({
  inputs: [],
  anyInput: true,
  check: (inputs) => void awsSettings(inputs),
  create: async () => ({ id: randomUUID() }),
  update: async () => ({}),
});

/** Any other provider: its resources need none of its arguments. */
const provider = defineKind<object>({
  inputs: ['version'],
  create: async () => ({ id: randomUUID() }),
  update: async () => ({}),
});

interface Dynamic extends Properties {
  /** The provider's name as `loadSdk` has it written: `sst:<its type>`. */
  __provider: string;
}

interface Answer {
  id?: string;
  outs?: Properties;
}

/**
 * Calls one of SST's own dynamic providers. They are implemented in the sst CLI, which serves them while it deploys; the
 * classes in the program only forward to it.
 *
 * @returns undefined if the CLI has no such method: there is nothing to do.
 */
async function call(providerText: string, action: string, parameters: object): Promise<Answer | undefined> {
  const [owner, type] = providerText.split(':');
  if (owner !== 'sst')
    throw new Error(`the dynamic provider ${providerText} is not one of SST's: use a resource of AWS`);
  const response = await fetch(`${process.env.SST_SERVER}/rpc`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({ jsonrpc: '1.0', method: `Resource.${type}.${action}`, params: [parameters] }),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`the sst CLI could not ${action.toLowerCase()} ${type}: ${body}`);
  const { result, error } = JSON.parse(body) as { result?: Answer; error?: string };
  if (error?.startsWith("rpc: can't find")) return undefined;
  if (error) throw new Error(error);
  return result ?? {};
}

const dynamic = defineKind<Dynamic>({
  inputs: [],
  anyInput: true,
  async create({ __provider, ...inputs }) {
    const made = await call(__provider, 'Create', inputs);
    if (!made?.id) throw new Error(`the sst CLI has no ${__provider.slice('sst:'.length)}`);
    return { id: made.id, outputs: made.outs };
  },
  async update({ __provider, ...news }, { id, outputs: olds }) {
    return (await call(__provider, 'Update', { id, olds, news }))?.outs;
  },
  delete: ({ id, inputs, outputs: outs }) => call(inputs.__provider, 'Delete', { id, outs }),
});

export const kinds: Kinds = {
  'pulumi:providers:aws': awsProvider,
  'pulumi:providers:*': provider,
  'pulumi-nodejs:dynamic:*': dynamic,
};
