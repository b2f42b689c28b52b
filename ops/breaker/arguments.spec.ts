import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../packages/command-line/user-error.ts';
import { breaker } from './command.ts';

const WHY = ['--reason', 'bad deploy'];

describe('npm run breaker', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local', json: false }],
    [
      ['open', 'users/a', '--for', '10m', ...WHY],
      {
        action: 'open',
        breaker: { service: 'users', instance: 'a' },
        for: 600_000,
        reason: 'bad deploy',
        stage: 'local',
        json: false,
      },
    ],
    [
      ['close', 'users', '--for=24h', ...WHY, '--stage', 'production'],
      {
        action: 'close',
        breaker: { service: 'users' },
        for: 86_400_000,
        reason: 'bad deploy',
        stage: 'production',
        json: false,
      },
    ],
    [
      ['release', 'users/a'],
      { action: 'release', breaker: { service: 'users', instance: 'a' }, stage: 'local', json: false },
    ],
  ])('understands %j', (args, request) => {
    expect(asked(breaker, args)).toEqual(request);
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
    expect(() => asked(breaker, args)).toThrow(UserError);
  });
});
