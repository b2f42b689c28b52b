import { itemKey } from '../platform/key.ts';
import { ConditionFailed, type Table } from '../platform/table.ts';

const seenKey = (name: string) => itemKey(['QUEUE', name], ['SEEN']);

/** When each queue was first seen not empty: the only writer of these rows. */
export class QueueNoteRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** By the name of the queue, in ms since 1970; queues that were empty at the last scrape are left out. */
  async read(names: string[]): Promise<Map<string, number>> {
    const notes = await this.#table.getMany<{ name: string; since: number }>(names.map(seenKey));
    return new Map(notes.map(({ name, since }) => [name, since]));
  }

  /** Notes that a queue is not empty, unless it is noted already. @param since in ms since 1970. */
  async note(name: string, since: number): Promise<void> {
    try {
      await this.#table.write([
        { put: { ...seenKey(name), name, since }, condition: 'attribute_not_exists(pk)' },
      ]);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }

  /** Deletes the note of a queue that is empty. */
  forget(name: string): Promise<void> {
    return this.#table.write([{ delete: seenKey(name) }]);
  }
}
