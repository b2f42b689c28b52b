import { describe, expect, it } from 'vitest';
import { parseRegistryArguments } from './arguments.ts';

describe('npm run registry', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local' }],
    [['probe', '--stage', 'production'], { action: 'probe', stage: 'production' }],
    [['restore', 'users/a'], { action: 'restore', service: 'users', instance: 'a' }],
    [['drain', 'users/b'], { action: 'drain', service: 'users', instance: 'b', reason: 'drained by hand' }],
    [['drain', 'users/b', '--reason', 'it is slow'], { reason: 'it is slow' }],
  ])('takes %j', (args, request) => {
    expect(parseRegistryArguments(args)).toMatchObject(request);
  });

  it.each([
    [[], /^nothing was asked for:/],
    [['break', 'users/a'], /^"break" is not known/],
    [['drain'], /^which instance is to be drained/],
    [['restore'], /^which instance is to be restored/],
    [['drain', 'users'], /^"users" is no instance/],
    [['drain', 'users/'], /^"users\/" is no instance/],
    [['drain', '../users/a'], /is no instance/],
    [['drain', 'users/a', 'users/b'], /^one instance at a time/],
    [['list', 'users/a'], /^list is for all instances/],
    [['restore', 'users/a', '--reason', 'x'], /^--reason belongs to drain/],
    [['list', '--stage', 'a b'], /^"a b" is no name of a stage/],
    [['list', '--force'], /Unknown option/],
  ])('refuses %j', (args, line) => {
    expect(() => parseRegistryArguments(args)).toThrow(
      expect.objectContaining({ line: expect.stringMatching(line) }),
    );
  });
});
