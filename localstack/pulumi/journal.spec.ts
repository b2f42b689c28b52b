import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptySnapshot, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { Journal } from './journal.ts';
import type { Resource } from './resource.ts';

const one: Resource = { urn: 'a', type: 't', custom: true, id: '1', inputs: {}, outputs: {} };

describe('Journal', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    file = join(folder, 'shop', 'local.journal');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = (serial: number) => {
    const journal = new Journal(file);
    journal.open({ ...emptySnapshot(), serial });
    journal.add({ kind: 'done', resource: one, finished: true });
    return journal;
  };

  it.each([
    ['the state that the CLI kept is older', 4, ['a']],
    ['the CLI kept the end of that very deploy, perhaps edited since', 5, []],
    ['the state that the CLI kept is newer', 6, []],
  ])('when %s', (_what, serial, urns) => {
    written(5);
    const newest = new Journal(file).newest({ ...emptySnapshot(), serial });
    expect(newest.resources.map(({ urn }) => urn)).toEqual(urns);
  });

  it('without a file, leaves the saved snapshot as it is', () => {
    expect(new Journal(file).newest({ ...emptySnapshot(), serial: 3 }).serial).toBe(3);
  });

  it('reads to the last whole line, wherever it was cut off', () => {
    written(5);
    appendFileSync(file, '{"kind":"deleted","ke');
    expect(new Journal(file).newest(emptySnapshot()).resources).toEqual([one]);
  });

  it('starts over with each deploy', () => {
    written(5);
    new Journal(file).open({ ...emptySnapshot(), serial: 6 });
    expect(new Journal(file).newest(emptySnapshot())).toEqual({ ...emptySnapshot(), serial: 6 });
  });
});

describe('the checkpoint', () => {
  it('has serial and engine in the one text that the CLI does not change', () => {
    const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
    try {
      const file = join(folder, 'stacks', 'local.json');
      const snapshot = { serial: 7, engine: 'e-1', resources: [one], pending: [] };
      writeCheckpoint(file, 'organization/shop/local', snapshot);
      expect(readCheckpoint(file)).toEqual(snapshot);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
