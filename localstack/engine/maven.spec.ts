import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runMaven } from './maven.ts';

const folder = mkdtempSync(join(tmpdir(), 'maven-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Maven that writes down what it is called with, and does `then`. */
function pretendMaven(then: string): NodeJS.ProcessEnv {
  const program = join(folder, 'mvn');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/words'\n${then}\n`);
  chmodSync(program, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

const fetchIt = (env: NodeJS.ProcessEnv) => runMaven({ what: 'a jar', args: ['goal'], env, folder });

it('gives a connection up on which nothing comes for a minute, where Maven by itself waits for half an hour', async () => {
  await fetchIt(pretendMaven('exit 0'));
  const words = readFileSync(join(folder, 'words'), 'utf8').split('\n');
  expect(words).toEqual(
    expect.arrayContaining(['-Daether.connector.requestTimeout=60000', '-Dmaven.wagon.rto=60000', 'goal']),
  );
});

it('tells Maven’s own reason', async () => {
  const env = pretendMaven("echo '[ERROR] Plugin x: Could not transfer artifact x from here'; exit 1");
  await expect(fetchIt(env)).rejects.toThrow('fetching a jar with Maven');
  await expect(fetchIt(env)).rejects.toThrow(
    expect.objectContaining({ line: expect.stringContaining('Could not transfer artifact x from here') }),
  );
});
