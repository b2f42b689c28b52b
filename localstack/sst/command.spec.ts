import { describe, expect, it } from 'vitest';
import { isExclusive, isIsolated, parseSstCommand } from './command.ts';

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
});
