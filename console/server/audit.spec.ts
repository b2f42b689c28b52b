import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeAudit } from './audit.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** What is written down of an act, in the file and on the terminal. */
function written(input: unknown, outcome = 'done'): string {
  const file = join(folder, 'console', 'audit.log');
  writeAudit({ stage: 'local', act: 'tryOperation', input, outcome }, file);
  expect(statSync(file).mode & 0o077).toBe(0);
  return readFileSync(file, 'utf8') + vi.mocked(console.log).mock.calls.join();
}

describe('the audit log', () => {
  it('says who did what, to which end', () => {
    expect(JSON.parse(written({ id: 'o1' }).split('\n')[0]!)).toMatchObject({
      stage: 'local',
      act: 'tryOperation',
      input: { id: 'o1' },
      outcome: 'done',
    });
  });

  it.each([
    ['a change of the password', { body: '{"current":"an old phrase","next":"a new phrase"}' }],
    ['one with a typing error', { body: '{"current":"an old phrase","next":"a new phrase",}' }],
    ['a sign-in', { body: '{\n  "email": "ada@example.com",\n  "password": "a new phrase"\n}' }],
    ['a token of somebody', { accessToken: 'a new phrase' }],
    ['a header', { parameters: { 'Idempotency-Key': 'a new phrase', 'X-Device-Token': 'a new phrase' } }],
  ])('keeps no secret of %s', (_, input) => {
    expect(written(input)).not.toMatch(/phrase|ada/);
  });

  it('keeps no secret of why it failed', () => {
    expect(written({}, 'failed: token=abcdefgh of ada@example.com')).not.toMatch(/abcdefgh|ada/);
  });
});
