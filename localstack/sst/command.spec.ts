import { describe, expect, it } from 'vitest';
import { isExclusive, isIsolated, needsStandIn, parseSstCommand } from './command.ts';

describe('parseSstCommand', () => {
  it.each([
    [['deploy'], 'deploy', 'local', ['deploy', '--stage', 'local']],
    [['deploy', '--stage', 'test-1'], 'deploy', 'test-1', ['deploy', '--stage', 'test-1']],
    [['deploy', '--stage=prod'], 'deploy', 'prod', ['deploy', '--stage=prod']],
    [['--stage', 'prod', 'deploy'], 'deploy', 'prod', ['--stage', 'prod', 'deploy']],
    [['secret', 'set', 'A', 'b'], 'secret', 'local', ['secret', 'set', 'A', 'b', '--stage', 'local']],
    [
      ['shell', '--', 'node', '--stage'],
      'shell',
      'local',
      ['shell', '--stage', 'local', '--', 'node', '--stage'],
    ],
    [['deploy', '-stage', 'test-1'], 'deploy', 'test-1', ['deploy', '-stage', 'test-1']],
    [['deploy', '-stage=prod'], 'deploy', 'prod', ['deploy', '-stage=prod']],
    [
      ['deploy', '--stage', 'local', '--stage', 'prod'],
      'deploy',
      'prod',
      ['deploy', '--stage', 'local', '--stage', 'prod'],
    ],
    [
      ['deploy', '--stage=prod', '--stage', 'local'],
      'deploy',
      'local',
      ['deploy', '--stage=prod', '--stage', 'local'],
    ],
    [['deploy', '--stage='], 'deploy', 'local', ['deploy', '--stage=', '--stage', 'local']],
    [['deploy', '--stage', ' local'], 'deploy', ' local', ['deploy', '--stage', ' local']],
    [
      ['--target', '--stage', 'deploy'],
      'deploy',
      'local',
      ['--target', '--stage', 'deploy', '--stage', 'local'],
    ],
    [['--', 'deploy'], 'deploy', 'local', ['--stage', 'local', '--', 'deploy']],
    [
      ['--', 'deploy', '--stage', 'prod'],
      'deploy',
      'local',
      ['--stage', 'local', '--', 'deploy', '--stage', 'prod'],
    ],
    [['deploy', '--stage'], 'deploy', 'local', ['deploy', '--stage', '--stage', 'local']],
    [[], '', 'local', []],
    [['--help'], '', 'local', ['--help']],
  ])('%j', (args, name, stage, passed) => {
    expect(parseSstCommand(args)).toEqual({ name, stage, args: passed });
  });

  it.each([
    ['deploy', true],
    ['diff', true],
    ['remove', true],
    ['refresh', true],
    ['secret', true],
    ['state', true],
    ['anything new', true],
    ['install', false],
    ['add', false],
    ['shell', false],
  ])('%s in a network of its own: %s', (name, isolated) => {
    expect(isIsolated(parseSstCommand([name]))).toBe(isolated);
  });

  it.each([
    ['deploy', true],
    ['remove', true],
    ['diff', true],
    ['secret', false],
    ['state', false],
  ])('%s alone in a checkout: %s', (name, exclusive) => {
    expect(isExclusive(parseSstCommand([name]))).toBe(exclusive);
  });

  const VALUES = ['--stage', '--target', '--exclude', '--config', '--mode', '--policy', '--port'];
  const OPEN = ['shell', 'install', 'add', 'version', 'upgrade', 'cert', 'telemetry', 'tunnel', 'init'];

  it.each([
    ...VALUES.flatMap((flag) => OPEN.map((value) => [flag, value, 'deploy'])),
    ...VALUES.map((flag) => [flag, '--', 'deploy']),
    ['--target=shell', 'deploy'],
    ['--dev', 'deploy'],
    ['--target', 'shell', '--exclude', 'add', 'deploy'],
    ['--', 'deploy'],
    ['--verbose', '--', 'deploy'],
  ])('%s %s %s %s %s is a deploy: isolated, alone, and the work of the stand-in', (...given) => {
    const args = given.filter((arg): arg is string => typeof arg === 'string');
    const command = parseSstCommand(args);
    expect(command.name).toBe('deploy');
    expect([isIsolated(command), isExclusive(command), needsStandIn(command)]).toEqual([true, true, true]);
  });

  it.each([
    [['--not-known', 'shell', 'deploy']],
    [['--verbose', 'shell']],
    [['--', 'shell']],
    [['-', 'shell']],
  ])('%j is isolated: the command is not the first argument', (args) => {
    expect(isIsolated(parseSstCommand(args))).toBe(true);
  });

  it.each([[['deploy', '--help']], [['--help', 'deploy']]])('%j only explains', (args) => {
    expect(needsStandIn(parseSstCommand(args))).toBe(false);
  });

  it('a value that reads as --help explains nothing', () => {
    expect(needsStandIn(parseSstCommand(['deploy', '--target', '--help']))).toBe(true);
  });
});
