import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it } from 'vitest';
import { registry } from './command.ts';

describe('npm run registry', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local' }],
    [['probe', '--stage', 'production'], { action: 'probe', stage: 'production' }],
    [['restore', 'users/a'], { action: 'restore', instance: { service: 'users', instance: 'a' } }],
    [['drain', 'users/b'], { action: 'drain', instance: { service: 'users', instance: 'b' } }],
    [['drain', 'users/b', '--reason', 'it is slow'], { reason: 'it is slow' }],
  ])('takes %j', (args, request) => {
    expect(asked(registry, args)).toMatchObject(request);
  });

  it.each([
    [[], /^nothing was asked for:/],
    [['break', 'users/a'], /^"break" is not known/],
    [['drain'], /^<service>\/<instance> is missing/],
    [['restore'], /^<service>\/<instance> is missing/],
    [['drain', 'users'], /^"users" is no instance/],
    [['drain', 'users/'], /^"users\/" is no instance/],
    [['drain', '../users/a'], /is no instance/],
    [['drain', 'users/a', 'users/b'], /^"users\/b" is a word too many/],
    [['list', 'users/a'], /^"users\/a" is a word too many/],
    [['restore', 'users/a', '--reason', 'x'], /^--reason belongs to drain/],
    [['list', '--stage', 'a b'], /^"a b" is no name of a stage/],
    [['list', '--force'], /^there is no option --force/],
  ])('refuses %j', (args, line) => {
    expect(() => asked(registry, args)).toThrow(
      expect.objectContaining({ line: expect.stringMatching(line) }),
    );
  });
});
