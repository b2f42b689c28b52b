import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownStages } from './known-stages.ts';
import { meantBy, refuseLookalike, refuseMisspelt } from './stage-name.ts';

const AWS = ['production', 'staging', 'pr-*'];

describe('a name that looks like a local stage', () => {
  it.each([
    ['Local', 'local'],
    ['LOCAL', 'local'],
    [' local', 'local'],
    ['local ', 'local'],
    ['local-', 'local'],
    ['local_x', 'local-x'],
    ['local.x', 'local-x'],
    ['Local-X', 'local-x'],
    ['local-x_y', 'local-x-y'],
    ['localx', 'local'],
    ['locality', 'local-ity'],
    ['locale', 'local'],
    ['locals', 'local'],
    ['loca', 'local'],
    ['ocal', 'local'],
    ['lcoal', 'local'],
    ['loacl', 'local'],
    ['lokal', 'local'],
    ['lokal1', 'local-1'],
    ['lo cal', 'local'],
    ['lo-cal', 'local'],
    ['l0cal', 'local'],
    ['1ocal', 'local'],
    ['lоcal', 'local'], // a Cyrillic o
    ['ｌocal', 'local'], // a wide l
    ['lócal', 'local'],
    ['lo\u200bcal', 'local'],
    ['test', 'test-1'],
    ['TEST', 'test-1'],
    ['Test-1', 'test-1'],
    ['test_1', 'test-1'],
    ['test1', 'test-1'],
    ['tests', 'test-1'],
    ['tets-1', 'test-1'],
    ['tset-1', 'test-1'],
    ['tes-1', 'test-1'],
    ['te5t-1', 'test-1'],
    ['tеst-1', 'test-1'], // a Cyrillic e
    ['testing', 'test-ing'],
    ['local-localstack_', 'local-localstack'],
    ['local-é', 'local-e'],
    ['loc', 'local'],
    ['loc-2', 'local-2'],
    ['my-local', 'local-my'],
    ['my_local', 'local-my'],
    ['my.local', 'local-my'],
    ['dev-local', 'local-dev'],
    ['jan-local-2', 'local-jan-2'],
    ['jan-lokal', 'local-jan'],
    ['jan-loc', 'local-jan'],
    ['jan-LOCAL', 'local-jan'],
    ['jan-l0cal', 'local-jan'],
    ['jan-lоcal', 'local-jan'], // a Cyrillic o
    ['janLocal', 'local-jan'],
    ['mylocal', 'local-my'],
    ['pr-local', 'local-pr'],
    ['pr-local-3', 'local-pr-3'],
    ['pr-test', 'test-pr'],
    ['production-local', 'local-production'],
    ['unit-test', 'test-unit'],
    ['unit-tests', 'test-unit'],
    ['unitTest', 'test-unit'],
    ['e2e-test', 'test-e2e'],
    ['e2e_test_1', 'test-e2e-1'],
    ['load-testing', 'test-load-ing'],
  ])('%j is refused, and %s said', (name, meant) => {
    expect(meantBy(name)).toBe(meant);
    expect(() => refuseLookalike(name, AWS)).toThrow(
      expect.objectContaining({ name: 'UserError', remedy: expect.stringContaining(`say ${meant} `) }),
    );
  });

  it.each(['local', 'local-me', 'test-1', 'local-localstack'])('%s is one', (name) => {
    expect(() => refuseLookalike(name, AWS)).not.toThrow();
  });

  it.each([
    'production',
    'staging',
    'pr-12',
    'prod',
    'dev',
    'alice',
    'total',
    'latest',
    'contest-1',
    'location',
    'focus',
    'us-west-2',
    'dev-latest',
    'at-rest',
    'jan-focal',
    '',
  ])('%j is none', (name) => {
    expect(() => refuseLookalike(name, [])).not.toThrow();
  });

  it.each([
    ['locale', ['locale']],
    ['testing', ['production', 'testing']],
    ['test_7', ['test_*']],
    ['pr-local', ['pr-*', 'pr-local']],
    ['pr-fix-tests', ['pr-*']],
    ['unit-test', ['unit-test']],
    ['my-local', ['*-local']],
  ])('%s is meant where the project declares it in %j', (name, known) => {
    expect(() => refuseLookalike(name, known)).not.toThrow();
  });

  it.each([
    ['a pattern is not taken for a regular expression', 'testing', ['test.ng', '[a-z]+']],
    ['a pattern stands for no local stage', 'pr-test-1', ['pr-*']],
    ['a pattern covers the whole name', 'testing', ['test', 'sting']],
  ])('%s', (_, name, known) => {
    expect(() => refuseLookalike(name, known)).toThrow();
  });
});

describe('a name that is one letter off a stage of the project', () => {
  it.each([
    ['prodution', 'production'],
    ['prodcution', 'production'],
    ['Production', 'production'],
    ['PRODUCTION', 'production'],
    ['stagin', 'staging'],
    ['stagings', 'staging'],
  ])('%s is refused, and %s named', (name, meant) => {
    expect(() => refuseMisspelt(name, AWS)).toThrow(`only ${meant}`);
  });

  it.each(['production', 'staging', 'pr-7', 'staging2', 'dev', 'product', 'local', 'test-1'])(
    '%s is meant',
    (name) => expect(() => refuseMisspelt(name, AWS)).not.toThrow(),
  );
});

it('the stages of an app are those of its stages.ts, none without one', async () => {
  const app = mkdtempSync(join(tmpdir(), 'stages-'));
  try {
    expect(await knownStages(app)).toEqual([]);
    writeFileSync(join(app, 'stages.ts'), "export const stages = ['locale'];");
    expect(await knownStages(app)).toEqual(['locale']);
  } finally {
    rmSync(app, { recursive: true });
  }
  const root = join(import.meta.dirname, '..', '..');
  expect(await knownStages(root)).toContain('production');
});
