import { describe, expect, it } from 'vitest';
import type { Order } from './order.ts';
import { listedCustomer, type Reader, requireReadable } from './readable.ts';

const OWNER: Reader = { id: 'c-1', roles: ['customer'] };
const OTHER: Reader = { id: 'c-2', roles: ['customer'] };
const ON_CALL: Reader = { id: 'o-1', roles: ['oncall'] };
const STAFF: Reader = { id: 's-1', roles: ['staff'] };
const SERVICE: Reader = { service: 'gateway' };
const order = { id: 'order', customerId: 'c-1' } as Order;

describe('requireReadable', () => {
  it.each([OWNER, STAFF, SERVICE])('gives the order to %o', (reader) => {
    expect(requireReadable(order, reader)).toBe(order);
  });

  it.each([OTHER, ON_CALL])('says nothing of it to %o', (reader) => {
    expect(() => requireReadable(order, reader)).toThrow('There is no such order.');
  });

  it('is not there for anybody when there is none', () => {
    expect(() => requireReadable(undefined, SERVICE)).toThrow('There is no such order.');
  });
});

describe('listedCustomer', () => {
  it.each([
    [undefined, OWNER, 'c-1'],
    ['c-1', OWNER, 'c-1'],
    ['c-1', STAFF, 'c-1'],
    [undefined, STAFF, 's-1'],
    ['c-1', SERVICE, 'c-1'],
  ])('of %s for %o is %s', (asked, reader, listed) => {
    expect(listedCustomer(asked, reader)).toBe(listed);
  });

  it.each([
    ['c-1', OTHER],
    ['c-1', ON_CALL],
    // A service has no orders of its own.
    [undefined, SERVICE],
  ])('refuses %s for %o', (asked, reader) => {
    expect(() => listedCustomer(asked, reader)).toThrow("Another customer's orders are for staff.");
  });
});
