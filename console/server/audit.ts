import { appendFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { redact } from '../../functions/platform/log/redact.ts';
import { redactText } from '../../functions/platform/log/secret-texts.ts';
import { isJson } from '../../packages/command-line/is-json.ts';
import { asPrivate } from '../../packages/command-line/private-files.ts';
import { inLocal } from '../../paths.ts';
import { conceal } from './conceal.ts';

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
    by: whoever(),
    ...entry,
    input: redact(conceal(JSON.parse(JSON.stringify(entry.input, withoutBroken)))),
    outcome: redactText(entry.outcome),
  });
  asPrivate(() => {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  });
  console.log(line);
}

/** Of a body that was to be JSON and is none nobody knows what in it is secret. */
const withoutBroken = (_: string, value: unknown): unknown =>
  typeof value === 'string' && /^\s*[{]/.test(value) && !isJson(value) ? '[broken JSON]' : value;

/** In a container a person may have no name. */
function whoever(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}
