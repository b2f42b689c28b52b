import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '@serverless-orders/command-line/process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineFolders } from './folders.ts';
import { livingRecord, readRecord, writeRecord } from './record.ts';

let root: string;
let folders: EngineFolders;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'record-'));
  folders = {
    root,
    record: join(root, 'engine.json'),
    credentials: '',
    log: '',
    changes: '',
    run: '',
    lambda: '',
  };
});
afterEach(() => rmSync(root, { recursive: true }));

describe('livingRecord', () => {
  it('gives back what was written of a process that lives', () => {
    const record = { ...identify(process.pid)!, port: 4566, kind: 'localemu' };
    writeRecord(folders, record);
    expect(livingRecord(folders)).toEqual(record);
  });

  it.each([
    ['of a process that ended', { pid: 2 ** 30, started: '1', port: 4566, kind: 'localemu' }],
    ['whose pid another process has now', { pid: process.pid, started: '1', port: 4566, kind: 'localemu' }],
  ])('takes a record %s for none', (_, record) => {
    writeFileSync(folders.record, JSON.stringify(record));
    expect(readRecord(folders)).toEqual(record);
    expect(livingRecord(folders)).toBeUndefined();
  });

  it.each([
    '',
    '{',
    '812',
    'null',
    '{"pid":"812"}',
    '{"pid":1,"started":"1","port":4566}',
    '{"pid":812,"port":1}',
  ])('takes the file %j for none', (content) => {
    writeFileSync(folders.record, content);
    expect(readRecord(folders)).toBeUndefined();
  });
});
