import { expect, it } from 'vitest';
import { progressOf } from './progress-line.ts';

it.each([
  ['|  Created     Users sst:aws:Dynamo → UsersTable aws:dynamodb:Table (0.4s)', 'Created Users'],
  ['\u001b[2m|\u001b[0m  Updated     Limit aws:ssm:Parameter', 'Updated Limit'],
  ['~  Deploy', 'Deploy'],
  ['✓  Complete', 'Complete'],
  ['   users: shop-local-UsersTable', undefined],
  ['', undefined],
])('%j says %j', (line, text) => {
  expect(progressOf(line)).toBe(text);
});
