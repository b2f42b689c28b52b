import { readFileSync } from 'node:fs';
import type { Command } from '@serverless-orders/command-line/command';
import { asked } from '@serverless-orders/command-line/test-asked';
import { UserError } from '@serverless-orders/command-line/user-error';
import { describe, expect, it, vi } from 'vitest';
import { inRoot } from '../paths.ts';
import { COMMANDS } from './commands.ts';

const all = await Promise.all(
  Object.entries(COMMANDS).map(async ([name, load]) => ({ name, it: await load() })),
);
const declared = all.filter(({ it }) => it.declaration);

/** What a program can ask for as one JSON document. */
const FOR_PROGRAMS = [
  'status',
  'logs',
  'traces',
  'mail',
  'dlq',
  'saga',
  'suppressions',
  'breaker',
  'ledger',
  'registry',
  'restore',
  'env',
  'audit',
  'plan',
  'cost',
  'capacity',
  'rollback',
];

/** What has to do with this machine and with no stage in AWS. */
const LOCAL = ['start', 'stop', 'status', 'observe', 'mail', 'env', 'dev', 'chaos', 'bench', 'contracts'];

/** All words that a command can be given, one set for each of its actions. */
const actions = declared.flatMap(({ name, it: command }) =>
  Object.entries(command.declaration!.actions).map(([action, { words, options, json }]) => ({
    name,
    command,
    action,
    words,
    options,
    json,
  })),
);

describe('The commands', () => {
  it('are those of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    expect(Object.keys(COMMANDS).sort()).toEqual(Object.keys(scripts).sort());
  });

  it('are all declared, but for sst, which hands every word on', () => {
    expect(all.filter(({ it }) => !it.declaration).map(({ name }) => name)).toEqual(['sst']);
  });

  it.each(all)('$name has its name and a summary', ({ name, it: command }) => {
    expect(command.name).toBe(name);
    expect(command.summary).toMatch(/^[a-z].{10,}/);
  });

  it.each(declared)('$name --help prints what it does and takes', async ({ name, it: command }) => {
    const printed = vi.spyOn(console, 'log').mockReturnValue();
    expect(await command.run(['--help'])).toBe(0);
    const text = printed.mock.calls.join('\n');
    printed.mockRestore();
    expect(text).toContain(`${name}: ${command.summary}`);
    expect(text.includes('Acts on this machine only')).toBe(command.declaration!.localOnly === true);
  });

  it.each(actions)('$name $action: help names each word and option, and tells of it', (one) => {
    const text = one.command.help();
    if (one.action) expect(text).toContain(`-- ${one.action}`);
    for (const { value, help } of Object.values(one.words)) {
      expect(text).toContain(value);
      expect(text).toContain(help);
      expect(help.length).toBeGreaterThan(3);
    }
    for (const [option, { help }] of Object.entries(one.options)) {
      expect(text).toContain(`--${option}`);
      expect(text).toContain(help);
    }
  });

  it.each(declared)('$name refuses an unknown option by its name, and says how it is used', async (one) => {
    await expect(one.it.run(['--not-there'])).rejects.toThrow(UserError);
    await expect(one.it.run(['--not-there'])).rejects.toThrow(
      expect.objectContaining({ line: expect.stringMatching(/^there is no option --not-there.*: npm /) }),
    );
  });

  it('say which option was probably meant', () => {
    expect(() => asked(of('logs'), ['--folow'])).toThrow('there is no option --folow, only --follow');
    expect(() => asked(of('saga'), ['explane', 'a'])).toThrow('"explane" is not known, explain is');
  });

  it.each(declared)('$name takes --json if a program can use what it says', ({ name, it: command }) => {
    const takes = Object.values(command.declaration!.actions).some(({ json }) => json);
    expect(takes).toBe(FOR_PROGRAMS.includes(name));
  });

  it.each(LOCAL.map((name) => ({ name, it: of(name) })))(
    '$name acts on this machine only, and refuses a stage in AWS',
    async ({ name, it: command }) => {
      expect(command.declaration!.localOnly).toBe(true);
      await expect(command.run(['--stage', 'production'])).rejects.toThrow(
        new RegExp(`${name} acts on this machine only`),
      );
    },
  );

  it.each(declared.filter(({ it }) => it.declaration!.stage))(
    '$name refuses a stage whose name looks like a local one, and one that is none',
    async ({ it: command }) => {
      const takes = (read: (word: string) => unknown) => {
        try {
          return read('x') === 'x';
        } catch {
          return false;
        }
      };
      const [name, { words }] = Object.entries(command.declaration!.actions).find(([, action]) =>
        Object.values(action.words).every(({ required, read }) => !required || takes(read)),
      )!;
      const needed = Object.values(words).flatMap(({ required }) => (required ? ['x'] : []));
      const ask = (stage: string) => command.run([...(name ? [name] : []), ...needed, '--stage', stage]);
      await expect(ask('lcoal')).rejects.toThrow(/^"lcoal" is no stage on this machine, but looks like one/);
      await expect(ask('../x')).rejects.toThrow(/^"..\/x" is no name of a stage/);
    },
  );
});

describe('The forms that README and docs show', () => {
  it.each([
    ['logs', 'place-order -f', { fn: 'place-order', follow: true }],
    [
      'logs',
      '--order 01a21b8e-208c-7698-9d13-6aefd6116b9d --stage production -f --since 10m',
      { order: '01a21b8e-208c-7698-9d13-6aefd6116b9d', stage: 'production', follow: true },
    ],
    ['traces', '', { stage: 'local' }],
    ['traces', 'local-jan', { stage: 'local-jan' }],
    ['traces', '--otlp http://127.0.0.1:4318', { otlp: 'http://127.0.0.1:4318' }],
    ['observe', '--webhook http://127.0.0.1:8080/alerts', { webhook: 'http://127.0.0.1:8080/alerts' }],
    ['observe', 'local-jan', { stage: 'local-jan' }],
    ['mail', '3 --html', { number: '3', html: true }],
    ['env', 'local-jan --json', { stage: 'local-jan', json: true }],
    ['stop', 'local-localstack', { engines: ['local-localstack'] }],
    ['chaos', 'ReleaseInventory dies', { words: ['ReleaseInventory', 'dies'] }],
    ['chaos', 'load --orders 300 --seed 7', { action: 'load', orders: 300, seed: 7 }],
    ['chaos', 'costs --write', { action: 'costs', write: true }],
    ['ledger', 'check --stage production', { action: 'check', stage: 'production' }],
    ['test', 'unit orders', { words: ['unit', 'orders'] }],
    ['test:full', 'chaos load', { words: ['chaos', 'load'] }],
    ['test:mutants', 'functions/payments/ledger.ts', { files: ['functions/payments/ledger.ts'] }],
    ['engine:parity', 'sfn ddb-transact', { filters: ['sfn', 'ddb-transact'] }],
  ])('npm run %s -- %s', (name, words, request) => {
    expect(asked(of(name), words.split(' ').filter(Boolean))).toMatchObject(request);
  });
});

function of(name: string): Command {
  return all.find((one) => one.name === name)!.it;
}
