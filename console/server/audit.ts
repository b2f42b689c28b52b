import { appendFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { redact } from '../../functions/platform/log/redact.ts';
import { asPrivate } from '../../packages/command-line/private-files.ts';
import { inLocal } from '../../paths.ts';

interface Entry {
  stage: string;
  act: string;
  input: unknown;
  outcome: string;
}

const FILE = inLocal('console', 'audit.log');

/** Writes down who did what by the console, one line of JSON each; a stage in AWS has CloudTrail beside it. */
export function writeAudit(entry: Entry, file = FILE): void {
  const line = JSON.stringify({
    at: new Date().toISOString(),
    by: userInfo().username,
    ...entry,
    input: redact(entry.input),
  });
  asPrivate(() => {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  });
  console.log(line);
}
