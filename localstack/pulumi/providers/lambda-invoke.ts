import { createHash } from 'node:crypto';
import { defineKind, type Kinds } from './kind.ts';

interface Invocation {
  functionName: string;
  qualifier?: string;
  input: string;
  triggers?: Record<string, string>;
}

/** A call that the deployment makes: once, and again when what it depends on has changed. */
const invocation = defineKind<Invocation>({
  inputs: ['functionName', 'qualifier', 'input', 'triggers'],
  async create({ functionName, qualifier = '$LATEST', input }, { aws }) {
    const { Payload, FunctionError } = await (await aws.lambda()).invoke({
      FunctionName: functionName,
      Qualifier: qualifier,
      Payload: Buffer.from(input),
    });
    const result = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError) throw new Error(`${functionName} failed: ${messageOf(result)}`);
    const id = createHash('md5').update(input).digest('hex');
    return { id: `${functionName}_${qualifier}_${id}`, outputs: { result } };
  },
});

/** What a function's error says, without its stack. */
function messageOf(result: string): string {
  try {
    return (JSON.parse(result) as { errorMessage?: string }).errorMessage ?? result;
  } catch {
    return result;
  }
}

export const kinds: Kinds = { 'aws:lambda/invocation:Invocation': invocation };
