import { randomUUID } from 'node:crypto';
import type { PublishCommand } from '@aws-sdk/client-sns';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from '../../functions/contracts/events.ts';
import { consumer } from '../../functions/platform/consumer.ts';
import { firstTime, unlessKnown } from '../../functions/platform/inbox.ts';
import { itemKey, keyText } from '../../functions/platform/key.ts';
import { announce } from '../../functions/platform/outbox.ts';
import { outboxPublisher } from '../../functions/platform/outbox-publisher.ts';
import { serviceTable } from '../support/service-table.ts';
import { topicQueue } from '../support/topic-queue.ts';

/** Where the publisher's process ends, seen from the n-th event of a batch. */
type Moment = 'before it publishes' | 'after it has published';

const EVENTS_IN_BATCH = 4;
const EVERY_POINT = (['before it publishes', 'after it has published'] as Moment[]).flatMap((moment) =>
  Array.from({ length: EVENTS_IN_BATCH }, (_, index) => [index + 1, moment] as const),
);

describe('from the outbox to the consumer, by what stands in tables and queues', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let lane: Awaited<ReturnType<typeof topicQueue>>;
  let orders: string[];

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    [store, lane] = await Promise.all([serviceTable(), topicQueue()]);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await Promise.all([store.drop(), lane.drop()]);
  });
  beforeEach(() => {
    orders = [randomUUID(), randomUUID()];
  });

  /** A change with its event, in one transaction, as every service writes it. */
  async function change(orderId: string, sequence: number): Promise<void> {
    const money = { amount: 5, currency: 'EUR' };
    const type = sequence === 1 ? 'payment.charged' : 'payment.refunded';
    const pk = keyText('ORDER', orderId);
    await store.table.write([
      {
        update: itemKey(['ORDER', orderId], ['ORDER']),
        set: 'SET #s = :s',
        names: { '#s': 'sequence' },
        values: { ':s': sequence },
      },
      announce({ type, pk, subject: orderId, sequence, data: { orderId, customerId: 'c', money } }),
    ]);
  }

  /** The batch that Lambda makes of the table's stream. */
  async function batch(): Promise<DynamoDBStreamEvent> {
    const items = (await store.scan()).filter(
      (item) => String(item.sk).startsWith('EVENT#') && orders.includes(String(item.pk).slice(6)),
    );
    items.sort(
      (a, b) => String(a.sk).localeCompare(String(b.sk)) || String(a.pk).localeCompare(String(b.pk)),
    );
    const Records = items.map((item, index) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: String(index),
        Keys: marshall({ pk: item.pk, sk: item.sk }),
        NewImage: marshall(item, { removeUndefinedValues: true }),
      },
    }));
    return { Records } as unknown as DynamoDBStreamEvent;
  }

  /** A fresh execution environment, whose connection to SNS is the given one. */
  const environment = (send = (command: PublishCommand) => lane.sns.send(command)) =>
    outboxPublisher({ ...lane, sns: { send } as unknown as typeof lane.sns });

  /** Runs a batch in an environment that dies at the n-th event: no answer ever comes. */
  async function runAndDie(stream: DynamoDBStreamEvent, at: number, moment: Moment): Promise<void> {
    let calls = 0;
    await new Promise<void>((died) => {
      const send = async (command: PublishCommand) => {
        calls += 1;
        if (calls !== at) return lane.sns.send(command);
        if (moment === 'after it has published') await lane.sns.send(command);
        died();
        return new Promise<never>(() => {});
      };
      void environment(send)(stream);
    });
  }

  /** Consumes what was delivered, each message three times, and counts each event once an order. */
  async function consume(bodies: string[]): Promise<void> {
    const count = ({ id, data }: { id: string; data: { orderId: string } }) =>
      unlessKnown(() =>
        store.table.write([
          firstTime(id),
          {
            update: itemKey(['COUNT', data.orderId], ['COUNT']),
            set: 'ADD times :one',
            values: { ':one': 1 },
          },
        ]),
      );
    const handler = consumer({ 'payment.charged': count, 'payment.refunded': count });
    const Records = [...bodies, ...bodies, ...bodies].map((body, index) => ({
      messageId: String(index),
      body,
      attributes: {},
    }));
    expect(await handler({ Records } as unknown as SQSEvent)).toEqual({ batchItemFailures: [] });
  }

  const counts = () =>
    Promise.all(
      orders.map(
        async (id) => (await store.table.get<{ times: number }>(itemKey(['COUNT', id], ['COUNT'])))?.times,
      ),
    );

  const changeBothTwice = async () => {
    for (const sequence of [1, 2]) for (const id of orders) await change(id, sequence);
  };

  it.each(EVERY_POINT)('loses nothing when the publisher dies at event %i, %s', async (at, moment) => {
    await changeBothTwice();
    const stream = await batch();
    await runAndDie(stream, at, moment);
    expect(await environment()(stream)).toEqual({ batchItemFailures: [] });

    const again = moment === 'after it has published' ? at : at - 1;
    const bodies = await lane.delivered(EVENTS_IN_BATCH + again);
    const events = bodies.map((body) => JSON.parse(body) as DomainEvent);
    expect(bodies).toHaveLength(EVENTS_IN_BATCH + again);
    expect(new Set(events.map(({ id }) => id)).size).toBe(EVENTS_IN_BATCH);
    await consume(bodies);
    expect(await counts()).toEqual([2, 2]);
  });

  it('publishes nothing of a change that did not happen', async () => {
    const [id = ''] = orders;
    await change(id, 1);
    await expect(change(id, 1)).rejects.toMatchObject({ name: 'ConditionFailed' });
    await environment()(await batch());

    expect(await lane.delivered()).toHaveLength(1);
  });

  it('keeps every event while SNS refuses, and publishes them in order when it is back', async () => {
    await changeBothTwice();
    const stream = await batch();
    let isBack = false;
    const publish = environment((command) =>
      isBack ? lane.sns.send(command) : Promise.reject(new Error('503')),
    );
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect((await publish(stream)).batchItemFailures.at(0)).toEqual({ itemIdentifier: '0' });
    isBack = true;
    await publish(stream);

    const events = (await lane.delivered(EVENTS_IN_BATCH)).map((body) => JSON.parse(body) as DomainEvent);
    expect(events).toHaveLength(EVENTS_IN_BATCH);
    expect(await lane.setAside(1)).toEqual([]);
    for (const id of orders) {
      expect(events.filter(({ subject }) => subject === id).map(({ sequence }) => sequence)).toEqual([1, 2]);
    }
  });

  it('sets a poison record aside by its key, and delivers those around it', async () => {
    const [id = ''] = orders;
    await change(id, 1);
    await store.put({ pk: keyText('ORDER', id), sk: 'EVENT#0000000002', event: { type: 'nonsense' } });
    await change(id, 3);
    expect(await environment()(await batch())).toEqual({ batchItemFailures: [] });

    expect(await lane.delivered(2)).toHaveLength(2);
    expect((await lane.setAside(1)).map((body) => JSON.parse(body))).toEqual([
      {
        setAside: { pk: keyText('ORDER', id), sk: 'EVENT#0000000002' },
        reason: expect.stringContaining('id'),
      },
    ]);
  });
});
