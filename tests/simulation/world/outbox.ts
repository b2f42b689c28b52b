import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import type { Change } from '../store/table.ts';
import { delay } from './chance.ts';
import { LOADED } from './load.ts';
import type { World } from './world.ts';

/** As the stacks have it. */
const RETRIES = 10;
const BATCH = 10;
const RETRY_MS = 1000;

/**
 * Sequence numbers of all streams of all worlds: like the ids of a world, none comes twice. A publisher remembers by them
 * what it has published, and outlives the world.
 */
let sequenceNumbers = 0;

interface Record {
  dynamodb: { Keys: Change['keys']; NewImage: Change['image']; SequenceNumber: string };
}

/** A table's stream as its publisher reads it: new outbox records, batch after batch, again from what failed. */
export class Outbox {
  readonly #world: World;
  readonly #service: string;
  readonly #records: Record[] = [];
  #count = 0;
  #busy = false;

  constructor(world: World, service: string) {
    this.#world = world;
    this.#service = service;
  }

  add({ kind, keys, image }: Change): void {
    const publisher = LOADED.get(`${this.#service}-publish-outbox`);
    if (kind !== 'INSERT' || !keys.sk?.S?.startsWith('EVENT#') || !publisher) return;
    this.#count += 1;
    sequenceNumbers += 1;
    this.#records.push({
      dynamodb: { Keys: keys, NewImage: image, SequenceNumber: String(sequenceNumbers) },
    });
    if (!this.#busy) this.#poll(delay(this.#world.seed, `stream of ${this.#service} ${this.#count}`), 0);
  }

  /** Reads a batch in so many ms, and goes on until there is nothing left. */
  #poll(ms: number, retries: number): void {
    this.#busy = true;
    this.#world.clock.after(ms, () => void this.#publish(retries));
  }

  async #publish(retries: number): Promise<void> {
    const batch = this.#records.slice(0, BATCH);
    const publisher = LOADED.get(`${this.#service}-publish-outbox`)!;
    const ended = await this.#world.lambda.invoke(publisher, { Records: batch });
    const done = 'error' in ended ? 0 : doneOf(batch, ended.answer);
    this.#records.splice(0, done);
    // What fails for good goes to the failure queue, and the stream goes on.
    if (done < batch.length && done === 0 && retries === RETRIES) {
      for (const { dynamodb } of this.#records.splice(0, batch.length)) {
        const { event } = unmarshall(dynamodb.NewImage!) as { event: unknown };
        this.#world.messages.putAside(`${this.#service}-publish-outbox-failed`, JSON.stringify(event));
      }
    }
    this.#busy = false;
    if (this.#records.length === 0) return;
    const again = done === 0 && retries < RETRIES;
    this.#poll(again ? RETRY_MS * 2 ** Math.min(retries, 6) : 0, again ? retries + 1 : 0);
  }
}

/** How many records of a batch are done: all before the first that is named as failed. */
function doneOf(batch: Record[], answer: unknown): number {
  const failures = (answer as DynamoDBBatchResponse | undefined)?.batchItemFailures ?? [];
  const places = failures.map(({ itemIdentifier }) =>
    batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  return Math.min(batch.length, ...places.map((place) => Math.max(0, place)));
}
