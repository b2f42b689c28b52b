import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess } from '../stage/access.ts';
import { dlq } from './command.ts';
import { readFailure } from './redrive-failed-publishing.ts';
import { kindOfQueue, pickQueue } from './waiting-queues.ts';

describe('npm run dlq', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local', json: false }],
    [['list', '--stage', 'production'], { action: 'list', stage: 'production', json: false }],
    [['show', 'q'], { action: 'show', queue: 'q', stage: 'local', json: false }],
    [
      ['--stage=test-a', 'show', 'q', '--limit', '3'],
      { action: 'show', queue: 'q', limit: 3, stage: 'test-a', json: false },
    ],
    [['redrive', 'q'], { action: 'redrive', queue: 'q', stage: 'local', json: false }],
  ])('understands %j', (args, request) => {
    expect(asked(dlq, args)).toEqual(request);
  });

  it.each([
    ['nothing', []],
    ['another word', ['purge', 'q']],
    ['list of a queue', ['list', 'q']],
    ['no queue', ['show']],
    ['no queue', ['redrive']],
    ['two queues', ['redrive', 'a', 'b']],
    ['an option that is not there', ['list', '--all']],
    ['a short option', ['list', '-a']],
    ['no stage', ['list', '--stage']],
    ['an empty stage', ['list', '--stage=']],
    ['an option for a stage', ['list', '--stage', '--limit']],
    ['a stage that is none', ['list', '--stage', '../x']],
    ['no limit', ['show', 'q', '--limit', '0']],
    ['half a limit', ['show', 'q', '--limit', '1.5']],
    ['too high a limit', ['show', 'q', '--limit', '1001']],
    ['a limit in words', ['show', 'q', '--limit', 'all']],
    ['a limit for list', ['list', '--limit', '3']],
  ])('refuses %s and says how it is used', (_, args) => {
    expect(() => asked(dlq, args)).toThrow(UserError);
    expect(() => asked(dlq, args)).toThrow(
      expect.objectContaining({ line: expect.stringContaining('npm run dlq -- list') }),
    );
  });
});

describe('queues', () => {
  it.each([
    ['orders-start-saga-dead', 'dead letters'],
    ['users-publish-outbox-failed', 'failed publishing'],
    ['orders-parked', 'parked orders'],
    ['inventory-overdue-reservations', 'overdue'],
    ['orders-start-saga', undefined],
  ])('%s holds %s', (short, kind) => {
    expect(kindOfQueue(short)).toBe(kind);
  });

  const queues = [
    'orders-start-saga-dead',
    'orders-parked',
    'users-publish-outbox-failed',
    'orders-publish-outbox-failed',
  ].map((short) => ({ short, name: `shop-local-${short}` }));

  it.each([
    ['orders-start-saga-dead', 'orders-start-saga-dead'],
    ['shop-local-orders-parked', 'orders-parked'],
    ['start-saga', 'orders-start-saga-dead'],
    ['users-publish-outbox', 'users-publish-outbox-failed'],
    ['parked', 'orders-parked'],
  ])('%s means %s', (wanted, short) => {
    expect(pickQueue(queues, wanted).short).toBe(short);
  });

  it.each([
    ['publish-outbox', /more than one queue: name one of users-publish-outbox-failed, orders-publish/],
    ['saga-de', /no queue "saga-de": name one of orders-start-saga-dead/],
    ['', /no queue/],
  ])('%j means none', (wanted, expected) => {
    expect(() => pickQueue(queues, wanted)).toThrow(
      expect.objectContaining({ line: expect.stringMatching(expected) }),
    );
  });
});

describe('readFailure', () => {
  const batch = (first: string, last: string) =>
    JSON.stringify({
      DDBStreamBatchInfo: {
        approximateArrivalOfFirstRecord: first,
        approximateArrivalOfLastRecord: last,
        batchSize: 3,
      },
    });
  const at = Date.parse('2026-11-24T10:00:00Z');
  const MARGIN = 15 * 60 * 1000;

  it.each([
    ['as AWS writes it', '2026-11-24T10:00:00Z', '2026-11-24T10:01:00Z'],
    ['as engines write it', '2026-11-24T10:00:00+00:00Z', '2026-11-24T10:01:00+00:00Z'],
  ])('knows a batch by its time, %s', (_, first, last) => {
    expect(readFailure(batch(first, last))).toEqual({
      kind: 'batch',
      from: at - MARGIN,
      to: at + 60_000 + MARGIN,
    });
  });

  it('knows a record that was set aside by its key', () => {
    const key = { pk: 'ORDER#1', sk: 'EVENT#1' };
    expect(readFailure(JSON.stringify({ setAside: key, reason: 'odd' }))).toEqual({ kind: 'record', key });
  });

  it.each([['oops'], ['{}'], ['null'], [batch('yesterday', 'today')]])('refuses %s', (body) => {
    expect(() => readFailure(body)).toThrow(UserError);
  });
});

describe('explainAccess', () => {
  it('tells a person about their own credentials, and nothing else', () => {
    const error = Object.assign(new Error('Could not load credentials'), {
      name: 'CredentialsProviderError',
    });
    const other = new Error('defect');

    expect(explainAccess(error, 'production')).toBeInstanceOf(UserError);
    expect(explainAccess(other, 'production')).toBe(other);
  });
});
