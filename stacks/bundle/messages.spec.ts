import { expect, it } from 'vitest';
import { placed } from './messages.ts';

const position = { file: '/shop/functions/orders/order.ts', line: 12, column: 11, lineText: 'const a = ;' };

it.each([
  [
    'in the project',
    { message: 'Unexpected ;', position },
    'functions/orders/order.ts:12:11: Unexpected ;\n  const a = ;\n            ^',
  ],
  [
    'elsewhere',
    { message: 'Unexpected ;', position: { ...position, file: '/other/a.ts', lineText: '' } },
    '/other/a.ts:12:11: Unexpected ;',
  ],
  ['nowhere', { message: 'Out of memory', position: null }, 'Out of memory'],
])('a message about something %s', (_where, message, text) => {
  expect(placed(message, '/shop')).toBe(text);
});
