import { createHash } from 'node:crypto';
import type { Aws } from './aws.ts';
import { defineKind, type Kinds } from './kind.ts';

interface Invocation {
  functionName: string;
  qualifier?: string;
  input: string;
  triggers?: Record<string, string>;
  /** CRUD: also invoked for an update and for the deletion; the payload says which it is. */
  lifecycleScope?: 'CREATE_ONLY' | 'CRUD';
  terraformKey?: string;
}

type Action = 'create' | 'update' | 'delete';

/** The payload: the input, and with CRUD the action on the resource, as Pulumi's provider adds it. */
export function payloadOf(
  { input, lifecycleScope, terraformKey = 'tf' }: Invocation,
  action: Action,
  before?: Invocation,
): string {
  if (lifecycleScope !== 'CRUD') return input;
  const prev_input = before ? JSON.parse(before.input) : null;
  return JSON.stringify({ ...JSON.parse(input), [terraformKey]: { action, prev_input } });
}

async function call(inputs: Invocation, action: Action, aws: Aws, before?: Invocation): Promise<string> {
  const { functionName, qualifier = '$LATEST' } = inputs;
  const { Payload, FunctionError } = await (await aws.lambda()).invoke({
    FunctionName: functionName,
    Qualifier: qualifier,
    Payload: Buffer.from(payloadOf(inputs, action, before)),
  });
  const result = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError) throw new Error(`${functionName} failed: ${messageOf(result)}`);
  return result;
}

/** An invocation by the deployment: once, and again when its input or triggers change. */
const invocation = defineKind<Invocation>({
  inputs: ['functionName', 'qualifier', 'input', 'triggers', 'lifecycleScope', 'terraformKey'],
  replaceOn: ['functionName', 'qualifier', 'lifecycleScope'],
  async create(inputs, { aws }) {
    const result = await call(inputs, 'create', aws);
    const { functionName, qualifier = '$LATEST', input } = inputs;
    const id = createHash('md5').update(input).digest('hex');
    return { id: `${functionName}_${qualifier}_${id}`, outputs: { result } };
  },
  async update(inputs, old, { aws }) {
    return { result: await call(inputs, 'update', aws, old.inputs) };
  },
  async delete({ inputs }, { aws }) {
    if (inputs.lifecycleScope === 'CRUD') await call(inputs, 'delete', aws);
  },
});

/** The message of a function's error, without its stack. */
function messageOf(result: string): string {
  try {
    return (JSON.parse(result) as { errorMessage?: string }).errorMessage ?? result;
  } catch {
    return result;
  }
}

export const kinds: Kinds = { 'aws:lambda/invocation:Invocation': invocation };
