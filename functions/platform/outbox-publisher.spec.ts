import { InvalidParameterException } from '@aws-sdk/client-sns';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyText } from './key.ts';
import { announce } from './outbox.ts';
import { outboxPublisher } from './outbox-publisher.ts';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const money = { amount: 5, currency: 'EUR' };

/** An outbox record as the table holds it: `a1` is the first event of the aggregate a. */
function record(name: string): Record<string, unknown> {
  const [subject, sequence] = [name.charAt(0), Number(name.charAt(1))];
  const data = { orderId: subject, customerId: 'c', money };
  const write = announce({ type: 'payment.charged', pk: keyText('ORDER', subject), subject, sequence, data });
  return 'put' in write ? write.put : {};
}

/** A batch of the stream; the stream's sequence numbers are s0, s1 ... */
const batch = (...records: Record<string, unknown>[]) =>
  ({
    Records: records.map((item, index) => ({
      dynamodb: {
        SequenceNumber: `s${index}`,
        Keys: marshall({ pk: item.pk, sk: item.sk }),
        NewImage: marshall(item),
      },
    })),
  }) as unknown as DynamoDBStreamEvent;

const away = () => new Error('topic is away');
const refused = () => new InvalidParameterException({ message: 'Message too long', $metadata: {} });

/** A publisher whose topic fails for the events that are named, and whose failure queue may be away. */
function publisher() {
  const world = { fails: new Map<string, () => Error>(), queueIsAway: false };
  const sent: string[] = [];
  const aside: { setAside: { pk: string }; reason: string }[] = [];
  const sns = {
    send: async ({ input }: { input: { Message: string } }) => {
      const { subject, sequence } = JSON.parse(input.Message);
      const failure = world.fails.get(`${subject}${sequence}`);
      if (failure) throw failure();
      sent.push(`${subject}${sequence}`);
    },
  };
  const sqs = {
    send: async ({ input }: { input: { MessageBody: string } }) => {
      if (world.queueIsAway) throw new Error('queue is away');
      aside.push(JSON.parse(input.MessageBody));
    },
  };
  const options = { topicArn: 'topic', failedQueueUrl: 'failed', sns, sqs };
  const publish = outboxPublisher(options as unknown as Parameters<typeof outboxPublisher>[0]);
  const failed = async (stream: DynamoDBStreamEvent) =>
    (await publish(stream)).batchItemFailures.map((failure) => failure.itemIdentifier);
  return { world, sent, aside, failed };
}

describe('outboxPublisher', () => {
  it('publishes in the order of the stream', async () => {
    const { failed, sent } = publisher();

    expect(await failed(batch(record('a1'), record('b1'), record('a2')))).toEqual([]);
    expect(sent).toEqual(['a1', 'b1', 'a2']);
  });

  it('lets a failure hold up its own aggregate only, and names it', async () => {
    const { world, failed, sent } = publisher();
    world.fails.set('a1', away);

    expect(await failed(batch(record('a1'), record('b1'), record('a2'), record('b2')))).toEqual(['s0']);
    expect(sent).toEqual(['b1', 'b2']);
  });

  it('does not publish again what it has published, when Lambda comes again', async () => {
    const { world, failed, sent } = publisher();
    const stream = batch(record('a1'), record('b1'), record('a2'));
    world.fails.set('a1', away);
    await failed(stream);
    world.fails.clear();

    expect(await failed(stream)).toEqual([]);
    expect(sent).toEqual(['b1', 'a1', 'a2']);
  });

  it('stops asking a topic that is away', async () => {
    const { world, failed, sent } = publisher();
    for (const name of ['a1', 'b1', 'c1']) world.fails.set(name, away);

    expect(await failed(batch(record('a1'), record('b1'), record('c1'), record('d1')))).toHaveLength(3);
    expect(sent).toEqual([]);
  });

  const eventOf = (more: object) => ({
    ...record('x1'),
    event: { ...(record('x1').event as object), ...more },
  });
  it.each<[string, object]>([
    ['no event', { pk: 'ORDER#x', sk: 'EVENT#1' }],
    ['an event that is text', { ...record('x1'), event: 'order.created' }],
    ['an event without an id', { ...record('x1'), event: { type: 'order.created' } }],
    ['a type of no event', eventOf({ type: 'toString' })],
    ['a number beyond 2^53', eventOf({ data: { money: { amount: 2n ** 53n + 1n } } })],
    ['a number below -2^53', eventOf({ data: { list: [1, -(2n ** 60n)] } })],
    ['a set', eventOf({ data: { roles: new Set(['staff']) } })],
    ['bytes', eventOf({ data: { name: new Uint8Array([255]) } })],
    ['more than SNS takes', eventOf({ data: { text: 'x'.repeat(256 * 1024) } })],
    ['more than SNS takes, in characters of four bytes', eventOf({ data: { text: '😀'.repeat(64 * 1024) } })],
  ])('sets a poison record aside at once, alone and once, and goes on: %s', async (_, poison) => {
    const { world, failed, sent, aside } = publisher();
    const stream = batch(record('a1'), poison as Record<string, unknown>, record('b1'), record('x2'));
    world.fails.set('a1', away);

    expect(await failed(stream)).toEqual(['s0']);
    expect(sent).toEqual(['b1', 'x2']);
    world.fails.clear();
    expect(await failed(stream)).toEqual([]);
    expect(sent).toEqual(['b1', 'x2', 'a1']);
    const sk = (poison as { sk: string }).sk;
    expect(aside).toEqual([{ setAside: { pk: 'ORDER#x', sk }, reason: expect.stringMatching(/.{8}/) }]);
  });

  it.each<[string, object]>([
    [
      'without its image',
      { dynamodb: { SequenceNumber: 's0', Keys: marshall({ pk: 'ORDER#x', sk: 'EVENT#1' }) } },
    ],
    [
      'with an image that cannot be read',
      {
        dynamodb: {
          SequenceNumber: 's0',
          Keys: marshall({ pk: 'ORDER#x', sk: 'EVENT#1' }),
          NewImage: { event: { Q: 1 } },
        },
      },
    ],
  ])('sets a record aside %s', async (_, broken) => {
    const { failed, sent, aside } = publisher();
    const { Records } = batch(record('a1'), record('b1'));

    expect(await failed({ Records: [broken, Records[1]] } as unknown as DynamoDBStreamEvent)).toEqual([]);
    expect(sent).toEqual(['b1']);
    expect(aside).toMatchObject([{ setAside: { pk: 'ORDER#x', sk: 'EVENT#1' } }]);
  });

  it('publishes the largest event that SNS takes, and the largest number that JSON carries', async () => {
    const { failed, sent, aside } = publisher();
    const { type } = record('x1').event as { type: string };
    const fits = (length: number) =>
      eventOf({ data: { text: 'x'.repeat(length), amount: Number.MAX_SAFE_INTEGER } });
    const room = 256 * 1024 - type.length - 'typeString'.length - JSON.stringify(fits(0).event).length;

    expect(await failed(batch(fits(room)))).toEqual([]);
    expect([sent, aside]).toEqual([['x1'], []]);
    expect(await failed(batch(fits(room + 1)))).toEqual([]);
    expect([sent.length, aside.length]).toEqual([1, 1]);
  });

  it('sets aside what SNS refuses for what it says', async () => {
    const { world, failed, sent, aside } = publisher();
    world.fails.set('a1', refused);

    expect(await failed(batch(record('a1'), record('b1')))).toEqual([]);
    expect(sent).toEqual(['b1']);
    expect(aside).toMatchObject([{ setAside: { pk: 'ORDER#a' }, reason: 'Message too long' }]);
  });

  it('does not lose a poison record when the failure queue is away', async () => {
    const { world, failed } = publisher();
    world.queueIsAway = true;

    expect(await failed(batch({ pk: 'ORDER#x', sk: 'EVENT#1' }, record('b1')))).toEqual(['s0']);
  });
});
