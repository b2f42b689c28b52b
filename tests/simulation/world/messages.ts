import type { SQSBatchResponse } from 'aws-lambda';
import { delay } from './chance.ts';
import { faultAt } from './faults.ts';
import { LOADED, type Loaded } from './load.ts';
import type { World } from './world.ts';

/** As the stacks have it: six times a consumer's ten seconds and a bit (ms). */
const VISIBILITY_MS = 70_000;
/** How often a message is received before it waits for manual intervention. */
const RECEIVES = 5;
const BATCH = 10;

interface Message {
  messageId: string;
  body: string;
  receives: number;
}

/** SNS and SQS: each message reaches each queue that wants it, at least once, in no promised order. */
export class Messages {
  readonly #world: World;
  /** What waits in operator queues, by queue: dead letters, events that could not be published, parked orders. */
  readonly aside: { queue: string; body: string }[] = [];
  /** Every event that was published, as often as it was. */
  readonly published: string[] = [];
  readonly #waiting = new Map<string, Message[]>();
  readonly #counts = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Publishes to a service's topic. The schedule's faults on a queue are those of its consumer, by call 0. */
  publish(topic: string, body: string): object {
    this.published.push(body);
    const { type } = JSON.parse(body) as { type: string };
    for (const fn of LOADED.values()) {
      const { from, types } = fn.consumes ?? {};
      if (from !== topic || !types?.some((one) => one === type)) continue;
      const nth = (this.#counts.get(fn.name) ?? 0) + 1;
      this.#counts.set(fn.name, nth);
      const fault = faultAt(this.#world.faults, fn.name, nth, 0);
      const late = fault?.kind === 'late' ? (fault.ms ?? 0) : 0;
      this.#deliver(fn, body, `${nth}`, late);
      if (fault?.kind === 'twice') this.#deliver(fn, body, `${nth} again`, fault.ms ?? 0);
    }
    return { MessageId: String(this.published.length) };
  }

  /** Puts a message on a queue that operators empty. */
  putAside(queue: string, body: string): object {
    this.aside.push({ queue, body });
    this.#world.note(queue, 'a message waits for an operator');
    return { MessageId: String(this.aside.length) };
  }

  #deliver(fn: Loaded, body: string, messageId: string, ms: number): void {
    const { clock, seed } = this.#world;
    clock.after(ms + delay(seed, `message ${messageId} to ${fn.name}`), () =>
      this.#show(fn, { messageId, body, receives: 0 }),
    );
  }

  /** Makes a message visible; what is visible when the poller comes is one batch. */
  #show(fn: Loaded, message: Message): void {
    const waiting = this.#waiting.get(fn.name) ?? [];
    this.#waiting.set(fn.name, waiting);
    waiting.push(message);
    if (waiting.length > 1) return;
    const { clock, seed } = this.#world;
    const poll = `poll of ${fn.name} ${message.messageId} ${message.receives}`;
    clock.after(delay(seed, poll), () => {
      while (waiting.length > 0) void this.#receive(fn, waiting.splice(0, BATCH));
    });
  }

  async #receive(fn: Loaded, batch: Message[]): Promise<void> {
    const { clock, lambda } = this.#world;
    for (const message of batch) message.receives += 1;
    const began = clock.now;
    const Records = batch.map(({ messageId, body, receives }) => ({
      messageId,
      body,
      attributes: { ApproximateReceiveCount: String(receives) },
    }));
    const ended = await lambda.invoke(fn, { Records });
    const failures =
      'error' in ended ? undefined : (ended.answer as SQSBatchResponse | undefined)?.batchItemFailures;
    const again =
      'error' in ended
        ? batch
        : batch.filter(({ messageId }) =>
            failures?.some(({ itemIdentifier }) => itemIdentifier === messageId),
          );
    for (const message of again) {
      clock.after(began + VISIBILITY_MS - clock.now, () =>
        message.receives >= RECEIVES
          ? this.putAside(`${fn.name}-dead`, message.body)
          : this.#show(fn, message),
      );
    }
  }
}
