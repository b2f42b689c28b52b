import type { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { redriveUncounted } from './redrive-uncounted.ts';

const ACCESS = { config: {} as never, prefix: 'shop-local-' };
const record = (data: string) => JSON.stringify({ version: '1.0', requestPayload: { awslogs: { data } } });

/** A queue with messages, and the function that counts: it fails for what is in `failing`. */
function stage(bodies: string[], failing: string[] = []) {
  const all = bodies.map((Body, index) => ({ Body, MessageId: `${index}`, ReceiptHandle: `r${index}` }));
  const done = { counted: [] as string[], deleted: [] as string[], putBack: [] as string[], name: '' };
  let received = false;
  const sqs = {
    async send(command: unknown) {
      if (command instanceof ReceiveMessageCommand) {
        const Messages = received ? [] : all;
        received = true;
        return { Messages };
      }
      if (command instanceof DeleteMessageCommand) done.deleted.push(command.input.ReceiptHandle!);
      if (command instanceof ChangeMessageVisibilityBatchCommand)
        done.putBack.push(...command.input.Entries!.map(({ ReceiptHandle }) => ReceiptHandle!));
      return {};
    },
  };
  const lambda = {
    async send(command: InvokeCommand) {
      done.name = command.input.FunctionName!;
      const { data } = JSON.parse(String(command.input.Payload)).awslogs;
      if (failing.includes(data)) return { FunctionError: 'Unhandled' };
      done.counted.push(data);
      return {};
    },
  };
  const queue = { url: 'q', short: 'telemetry-count-metrics-failed', count: all.length };
  return { done, redrive: () => redriveUncounted(sqs as never, ACCESS, queue, lambda as never) };
}

describe('redriveUncounted', () => {
  it('hands each batch to the function that counts, and takes its message away then', async () => {
    const { done, redrive } = stage([record('one'), record('two')]);
    expect(await redrive()).toBe(2);
    expect(done).toEqual({
      name: 'shop-local-telemetry-count-metrics',
      counted: ['one', 'two'],
      deleted: ['r0', 'r1'],
      putBack: [],
    });
  });

  it.each([
    ['cannot be counted still', record('bad'), /could still not count/],
    ['is no batch', '{"version":"1.0"}', /no batch/],
    ['is no JSON', 'hello', /no batch/],
  ])('keeps a message that %s, and those behind it', async (_, body, why) => {
    const { done, redrive } = stage([record('one'), body, record('two')], ['bad']);
    await expect(redrive()).rejects.toThrow(why);
    expect(done).toMatchObject({ counted: ['one'], deleted: ['r0'], putBack: ['r1', 'r2'] });
  });
});
