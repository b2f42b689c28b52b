import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstTime, newer, unlessKnown } from '../../functions/platform/inbox.ts';
import { itemKey, type Key } from '../../functions/platform/key.ts';
import { serviceTable } from '../support/service-table.ts';

describe('the inbox of a consumer, by what stands in the table', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let key: Key;

  beforeAll(async () => {
    store = await serviceTable();
  });
  afterAll(() => store.drop());
  beforeEach(() => {
    key = itemKey(['COPY', randomUUID()], ['COPY']);
  });

  const copy = () => store.table.get<Record<string, unknown>>(key);
  const count = (eventId: string) =>
    unlessKnown(() =>
      store.table.write([firstTime(eventId), { update: key, set: 'ADD times :one', values: { ':one': 1 } }]),
    );
  const bring = (sequence: number, fields: Record<string, unknown>, part?: string) =>
    unlessKnown(() => store.table.write([newer({ update: key, sequence, fields, part })]));

  it('lets an event take effect once, one after another and at once', async () => {
    const eventId = randomUUID();
    const answers = [
      await count(eventId),
      await count(eventId),
      ...(await Promise.all([count(eventId), count(eventId)])),
    ];

    expect(answers).toEqual([true, false, false, false]);
    expect(await copy()).toMatchObject({ times: 1 });
  });

  it.each([
    ['in order', [1, 2, 3]],
    ['the last one first', [3, 1, 2]],
    ['each three times', [1, 1, 1, 3, 3, 3, 2, 2, 2]],
  ])('keeps what is newest: %s', async (_, sequences) => {
    for (const sequence of sequences) await bring(sequence, { name: `name ${sequence}`, size: sequence });

    expect(await copy()).toEqual({ ...key, name: 'name 3', size: 3, sequence: 3 });
  });

  it('does not let one part of a subject make another look old', async () => {
    await bring(3, { email: 'new' }, 'contact');
    await bring(2, { locale: 'de' }, 'preferences');
    await bring(1, { email: 'old', locale: undefined }, 'contact');

    expect(await copy()).toEqual({
      ...key,
      email: 'new',
      locale: 'de',
      contactSequence: 3,
      preferencesSequence: 2,
    });
  });
});
