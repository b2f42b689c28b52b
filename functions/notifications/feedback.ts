import * as z from 'zod/mini';

/** What the mail service says of an email that it has sent. */
export interface Feedback {
  /** A bounce that may be over by itself is `bounced-for-now`; `not-spam` takes a complaint back. */
  outcome: 'bounced' | 'bounced-for-now' | 'complained' | 'not-spam';
  /** In more words, as SES has them: `General`, `MailboxFull`, `abuse`. Never the address. */
  detail: string;
  addresses: string[];
  /** When it was noticed (RFC 3339). */
  at: string;
}

const Recipients = z.array(z.object({ emailAddress: z.string() })).check(z.minLength(1));

const Event = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    bounce: z.object({
      bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
      bounceSubType: z.string(),
      bouncedRecipients: Recipients,
      timestamp: z.string(),
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    complaint: z.object({
      complaintFeedbackType: z.nullish(z.string()),
      complainedRecipients: Recipients,
      timestamp: z.string(),
    }),
  }),
]);

/** What SES publishes when it is told of the topic, to see whether it may. */
const GREETING = /^Successfully validated SNS topic for Amazon SES event publishing/i;

const addressesOf = (recipients: z.infer<typeof Recipients>) =>
  recipients.map(({ emailAddress }) => emailAddress);

/**
 * Reads a bounce or complaint as SES publishes it.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 *
 * @returns undefined for the greeting, which is about no email.
 * @throws ZodError for what is neither.
 */
export function readFeedback(content: unknown): Feedback | undefined {
  if (typeof content === 'string' && GREETING.test(content)) return undefined;
  const event = z.parse(Event, content);
  if (event.eventType === 'Bounce') {
    const { bounceType, bounceSubType: detail, bouncedRecipients, timestamp: at } = event.bounce;
    const outcome = bounceType === 'Permanent' ? 'bounced' : 'bounced-for-now';
    return { outcome, detail, addresses: addressesOf(bouncedRecipients), at };
  }
  const { complaintFeedbackType, complainedRecipients, timestamp: at } = event.complaint;
  const detail = complaintFeedbackType ?? 'without a type';
  const outcome = detail === 'not-spam' ? 'not-spam' : 'complained';
  return { outcome, detail, addresses: addressesOf(complainedRecipients), at };
}
