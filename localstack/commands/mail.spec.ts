import { UserError } from '@serverless-orders/command-line/user-error';
import { describe, expect, it } from 'vitest';
import { pickEmail } from './mail.ts';

const email = (id: string) => ({
  id,
  time: '',
  from: '',
  to: [],
  subject: '',
  text: '',
  html: '',
  headers: {},
});

describe('pickEmail', () => {
  it('counts from one', () => {
    expect(pickEmail([email('a'), email('b')], '2').id).toBe('b');
  });

  it.each([
    ['0', [email('a')]],
    ['2', [email('a')]],
    ['-1', [email('a')]],
    ['1.5', [email('a')]],
    ['a', [email('a')]],
    ['1', []],
  ])('refuses %j', (wanted, emails) => {
    expect(() => pickEmail(emails, wanted)).toThrow(UserError);
  });
});
