import { ExecutionAlreadyExists, type SFNClient, type StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { redriveStarter, sagaStarter, undoStarter } from './start-saga.ts';

const price = { amount: 100, currency: 'EUR' };
const order = {
  orderId: '01a20b92-7493-724e-a2b3-e3ba3a09aeb4',
  customerId: '6f6b0d0e-8a7f-4a53-9d2b-0f3f5f0c6a10',
  items: [{ sku: 'cup', quantity: 1, unitPrice: price }],
  total: price,
};
const failure = { Error: 'Unfinished', Cause: 'it ended' };

const STARTS: [
  what: string,
  start: (client: SFNClient) => Promise<void>,
  stateMachineArn: string,
  name: string,
  input: object,
][] = [
  ['a saga', (client) => sagaStarter(client)(order), 'arn:saga', order.orderId, order],
  [
    'the undo of a confirmed order',
    (client) => undoStarter({ client })(order),
    'arn:undo',
    `${order.orderId}.cancel`,
    { ...order, failure: { Error: 'CancellationRequested' } },
  ],
  [
    'a redrive',
    (client) => redriveStarter({ client })(order, 2, failure),
    'arn:undo',
    `${order.orderId}.redrive.2`,
    { ...order, failure },
  ],
];

describe.each(STARTS)('%s', (_, start, stateMachineArn, name, input) => {
  let send: ReturnType<typeof vi.fn<(command: StartExecutionCommand) => Promise<object>>>;
  const client = () => ({ send }) as unknown as SFNClient;

  beforeEach(() => {
    vi.stubEnv('SAGA_ARN', 'arn:saga');
    vi.stubEnv('UNDO_ARN', 'arn:undo');
    send = vi.fn(async () => ({}));
    return () => vi.unstubAllEnvs();
  });

  it('is started by a name that makes it one', async () => {
    await start(client());

    expect(send.mock.calls.map(([{ input: sent }]) => ({ ...sent, input: JSON.parse(sent.input!) }))).toEqual(
      [{ stateMachineArn, name, input }],
    );
  });

  it('that has ended already is not started again', async () => {
    send.mockRejectedValue(new ExecutionAlreadyExists({ message: 'it has ended', $metadata: {} }));

    await expect(start(client())).resolves.toBeUndefined();
  });

  it('that cannot be started says so', async () => {
    send.mockRejectedValue(new Error('unavailable'));

    await expect(start(client())).rejects.toThrow('unavailable');
  });
});
