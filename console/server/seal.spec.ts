import { expect, it } from 'vitest';
import { conceal } from './conceal.ts';
import { seal, unseal } from './seal.ts';

const KEY = { pk: { S: 'USER#u' }, sk: { S: 'SESSION#secret' } };

it('seals a value so that it is not read, passes what conceals answers, and is opened again', () => {
  const sealed = seal(KEY);
  expect(sealed).not.toContain(Buffer.from('SESSION').toString('hex'));
  expect(conceal({ more: sealed })).toEqual({ more: sealed });
  expect(unseal(sealed)).toEqual(KEY);
});

it.each([
  '',
  'nothing',
  seal(KEY).replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  seal(KEY).slice(0, 40),
])('opens nothing that it has not sealed: %s', (text) => {
  expect(unseal(text)).toBeUndefined();
});
