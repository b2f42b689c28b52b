import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../../paths.ts';
import { EXCEPTIONS } from './exceptions.ts';
import type { Grant } from './grants.ts';
import { fewest, nameOf, pageWith, type Row, rowsIn, rowsOf } from './page.ts';
import { type Exception, unused } from './unused.ts';
import type { Use } from './uses.ts';

const grant = (action: string, of = 'place', resource = 'arn:t'): Grant => ({
  role: of,
  of,
  action,
  resource,
});
const use: Use = { at: 1, role: 'place', action: '', resource: '' };

describe('grants that nothing uses', () => {
  const [get, put] = [grant('s:Get'), grant('s:Put')];

  it('are named, each with whose it is', () => {
    const found = unused(
      new Map([
        [get, [use]],
        [put, []],
      ]),
      [],
    );
    expect(found).toEqual(['place is granted s:Put on arn:t, and nothing used it']);
  });

  it.each<[what: string, exception: Partial<Exception>, wrong: number]>([
    ['for everybody', {}, 0],
    ['for who has it', { of: /^place$/ }, 0],
    ['for what it is on', { resource: /:t$/ }, 0],
    // The grant is not explained, and the exception explains none.
    ['for somebody else', { of: /^list$/ }, 2],
    ['for something else', { resource: /:u$/ }, 2],
    ['for another action', { actions: ['s:Get'] }, 2],
  ])('are excepted by an exception %s', (_what, exception, wrong) => {
    const excepted = { actions: ['s:Put'], reason: 'why', ...exception };
    expect(unused(new Map([[put, []]]), [excepted])).toHaveLength(wrong);
  });

  it('have no exception when something uses them after all, unless only some runs show it', () => {
    const exception: Exception = { actions: ['s:Put'], reason: 'why' };
    expect(unused(new Map([[put, [use]]]), [exception])).toEqual(['no grant needs this exception: why']);
    expect(unused(new Map([[put, [use]]]), [{ ...exception, sometimes: true }])).toEqual([]);
  });
});

it('every exception names a test that there is, or a page of AWS that says why', () => {
  for (const { reason } of EXCEPTIONS) {
    const tests = reason.match(/\b(tests|stacks)\/[\w/-]+(\.test)?\.ts/g) ?? [];
    expect(tests.filter((file) => !existsSync(inRoot(file)))).toEqual([]);
    expect(reason).toMatch(/\.test\.ts|https:\/\/docs\.aws\.amazon\.com/);
  }
});

describe('the page of grants', () => {
  it.each([
    ['arn:aws:dynamodb:us-east-1:000000000000:table/shop-x-OrdersTableTable-abcdefgh', 'Orders'],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/shop-x-OrdersTableTable-abcdefgh/index/Waiting',
      'Orders.Waiting',
    ],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/shop-x-OrdersTableTable-abcdefgh/stream/2026-01-01',
      'Orders stream',
    ],
    ['arn:aws:dynamodb:us-east-1:000000000000:table/shop-x-RateLimitsTable-abcdefgh', 'RateLimits'],
    ['arn:aws:lambda:us-east-1:000000000000:function:shop-x-orders-rpc-?', 'orders-rpc-?'],
    ['arn:aws:states:us-east-1:000000000000:execution:shop-x-order-saga:*', 'order-saga:*'],
    ['arn:aws:sqs:us-east-1:000000000000:shop-x-orders-parked', 'orders-parked'],
    ['arn:aws:ses:us-east-1:000000000000:identity/orders@shop.example', 'orders@shop.example'],
  ])('names %s %s', (resource, name) => {
    expect(nameOf(resource, 'shop-x-')).toBe(name);
  });

  it('has a row for each that has a role, without what everybody has', () => {
    const grants = [
      grant('dynamodb:PutItem', 'b', 'T'),
      grant('dynamodb:GetItem', 'b', 'T'),
      grant('xray:PutTraceSegments', 'b', '*'),
      grant('lambda:InvokeFunction', 'a', 'function:f'),
      grant('lambda:InvokeFunction', 'a', 'function:e'),
    ];
    expect(rowsOf(grants, '', ({ action }) => [action])).toEqual([
      { of: 'a', may: 'lambda InvokeFunction: e, f', shownBy: ['lambda:InvokeFunction'] },
      { of: 'b', may: 'dynamodb GetItem, PutItem: T', shownBy: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
    ]);
  });

  it('names few files that use everything together', () => {
    expect(fewest([['c', 'a'], ['a', 'b'], ['d'], []])).toEqual(['a', 'd']);
  });

  it('is read as it was written, and what stands above the table stays', () => {
    const rows: Row[] = [{ of: 'a', may: 's Get: t', shownBy: ['x', 'y'] }];
    const page = pageWith('# Title\n\n| who | may | shown by |\n|---|---|---|\n| old | | |\n', rows);
    expect(page.startsWith('# Title\n\n| who')).toBe(true);
    expect(rowsIn(page)).toEqual(rows);
    expect(() => rowsIn('# Title')).toThrow('no table');
  });
});
