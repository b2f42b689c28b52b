import { describe, expect, it } from 'vitest';
import { UserError } from '../../packages/command-line/user-error.ts';
import { parseBreakerArguments } from './arguments.ts';

const WHY = ['--reason', 'bad deploy'];

describe('npm run breaker', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local' }],
    [
      ['open', 'users/a', '--for', '10m', ...WHY],
      {
        action: 'open',
        service: 'users',
        instance: 'a',
        forMs: 600_000,
        reason: 'bad deploy',
        stage: 'local',
      },
    ],
    [
      ['close', 'users', '--for=24h', ...WHY, '--stage', 'production'],
      { action: 'close', service: 'users', forMs: 86_400_000, reason: 'bad deploy', stage: 'production' },
    ],
    [['release', 'users/a'], { action: 'release', service: 'users', instance: 'a', stage: 'local' }],
  ])('understands %j', (args, request) => {
    expect(parseBreakerArguments(args)).toEqual(request);
  });

  it.each([
    ['nothing', []],
    ['another word', ['trip', 'users/a']],
    ['list of a name', ['list', 'users']],
    ['a reason for list', ['list', ...WHY]],
    ['a time for release', ['release', 'users', '--for', '1m']],
    ['no name', ['open', '--for', '1m', ...WHY]],
    ['two names', ['open', 'users/a', 'users/b', '--for', '1m', ...WHY]],
    ['a name that is none', ['open', 'Users/a', '--for', '1m', ...WHY]],
    ['a name of three parts', ['open', 'users/a/b', '--for', '1m', ...WHY]],
    ['no time', ['open', 'users/a', ...WHY]],
    ['a time without a unit', ['open', 'users/a', '--for', '10', ...WHY]],
    ['no time at all', ['open', 'users/a', '--for', '0m', ...WHY]],
    ['more than a day', ['open', 'users/a', '--for', '25h', ...WHY]],
    ['no reason', ['open', 'users/a', '--for', '1m']],
    ['an empty reason', ['open', 'users/a', '--for', '1m', '--reason', ' ']],
    ['an option that is not there', ['list', '--all']],
    ['a stage that is none', ['list', '--stage', '../x']],
  ])('refuses %s and says how it is used', (_, args) => {
    expect(() => parseBreakerArguments(args)).toThrow(UserError);
  });
});
