import { itemKey } from '../platform/key.ts';
import { ConditionFailed, type Table } from '../platform/table.ts';

const seenKey = (name: string) => itemKey(['QUEUE', name], ['SEEN']);

/** Since when queues were not seen empty: the only place that writes these rows. */
export class QueueNoteRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** By the name of the queue, in ms since 1970; what was seen empty is left out. */
  async read(names: string[]): Promise<Map<string, number>> {
    const notes = await this.#table.getMany<{ name: string; since: number }>(names.map(seenKey));
    return new Map(notes.map(({ name, since }) => [name, since]));
  }

  /** Notes that a queue is not empty, unless another scrape has. @param since in ms since 1970. */
  async note(name: string, since: number): Promise<void> {
    try {
      await this.#table.write([
        { put: { ...seenKey(name), name, since }, condition: 'attribute_not_exists(pk)' },
      ]);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }

  /** Notes that a queue was seen empty. */
  forget(name: string): Promise<void> {
    return this.#table.write([{ delete: seenKey(name) }]);
  }
}
