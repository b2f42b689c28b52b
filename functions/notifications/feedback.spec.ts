import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readFeedback } from './feedback.ts';
import { FeedbackRecorder } from './feedback-recorder.ts';
import type { NotificationRepository } from './repository.ts';
import { suppressionKey } from './suppression.ts';
import { bounce, complaint } from './test-feedback.ts';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const GREETING = 'Successfully validated SNS topic for Amazon SES event publishing.';

/** What SES publishes, what is read of it, and whether the address is written to no more. */
const CASES: [what: string, content: unknown, outcome: string | undefined, suppressed: boolean][] = [
  ['a mailbox that is not there', bounce('a@x.test', 'Permanent', 'NoEmail'), 'bounced', true],
  [
    "an address on SES's own list",
    bounce('a@x.test', 'Permanent', 'OnAccountSuppressionList'),
    'bounced',
    true,
  ],
  ['a mailbox that is full', bounce('a@x.test', 'Transient', 'MailboxFull'), 'bounced-for-now', false],
  ['nobody knows why', bounce('a@x.test', 'Undetermined', 'Undetermined'), 'bounced-for-now', false],
  ['spam, to its reader', complaint('a@x.test', 'abuse'), 'complained', true],
  ['a complaint without a type', complaint('a@x.test', undefined), 'complained', true],
  ['no spam after all', complaint('a@x.test', 'not-spam'), 'not-spam', false],
  ['the greeting of a new destination', GREETING, undefined, false],
];

describe('what the mail service tells of emails', () => {
  it.each(CASES)('%s', async (_, content, outcome, suppressed) => {
    const suppress = vi.fn().mockResolvedValue(undefined);
    await new FeedbackRecorder({ suppress } as unknown as NotificationRepository).record(content);

    expect(readFeedback(content)?.outcome).toBe(outcome);
    expect(suppress.mock.calls.map(([address]) => address)).toEqual(suppressed ? ['a@x.test'] : []);
  });

  const { bounce: general } = bounce('a@x.test', 'Permanent', 'General');

  it.each([
    ['no JSON', 'oops'],
    ['another type', { eventType: 'Delivery', bounce: general }],
    ['a bounce of nobody', { eventType: 'Bounce', bounce: { ...general, bouncedRecipients: [] } }],
    ['a bounce of no type', bounce('a@x.test', 'Sometimes', 'General')],
  ])('%s is refused, and waits for manual intervention after some attempts', (_, content) => {
    expect(() => readFeedback(content)).toThrow();
  });

  it('is about an address however it is written, and the table does not hold it', () => {
    expect(suppressionKey(' Ada@X.test ')).toEqual(suppressionKey('ada@x.test'));
    expect(JSON.stringify(suppressionKey('ada@x.test'))).not.toContain('ada');
  });
});
