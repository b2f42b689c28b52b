import { readMailbox, type SentEmail } from '@serverless-orders/localstack';
import { z } from 'zod';
import { UserError } from '../../packages/command-line/user-error.ts';
import { document, Gone, read } from './endpoint.ts';
import type { Stage } from './stage.ts';

/** Emails of one answer. */
const SHOWN = 100;

/** An email as a list shows it. */
export interface EmailRow {
  /** As `npm run mail -- 3` counts: from 1, the oldest first. */
  n: number;
  time: string;
  to: string[];
  subject: string;
}

/** The emails that a stage on this machine has sent, newest first. In AWS there is nothing to read: SES keeps no mailbox. */
export const mailbox = read({
  input: z.object({
    /** In a recipient's address, and in the subject; without case. */
    to: z.string().max(254).optional(),
    subject: z.string().max(254).optional(),
    /** Only those before this number. */
    before: z.coerce.number().int().positive().optional(),
  }),
  run: async (stage, { to, subject, before }) => {
    if (!stage.isLocal) return { isKept: false as const };
    const all = await emailsOf(stage);
    const found = all
      .map((email, index) => ({ email, n: index + 1 }))
      .filter(({ email }) => has(email.to.join(' '), to) && has(email.subject, subject))
      .filter(({ n }) => before === undefined || n < before)
      .reverse();
    return {
      isKept: true as const,
      all: all.length,
      emails: found
        .slice(0, SHOWN)
        .map(({ n, email: { time, to, subject } }): EmailRow => ({ n, time, to, subject })),
      left: Math.max(0, found.length - SHOWN),
    };
  },
});

const OfNumber = z.object({ n: z.coerce.number().int().positive() });

/** One email, but for its HTML, which is a document. */
export const email = read({
  input: OfNumber,
  run: async (stage, { n }) => {
    const { email, count } = await pick(stage, n);
    const { html, headers, ...rest } = email;
    const traceId = headers['X-Trace-Id'];
    const orderId = orderIn(email);
    return {
      ...rest,
      n,
      count,
      // Pairs: by its name a header may be mistaken for something secret.
      headers: Object.entries(headers),
      hasHtml: html !== '',
      ...(traceId !== undefined && { traceId }),
      ...(orderId !== undefined && { orderId }),
    };
  },
});

/** The HTML of an email, for a frame in which it runs and loads nothing. */
export const emailHtml = document({
  input: OfNumber,
  run: async (stage, { n }) => {
    const { email } = await pick(stage, n);
    if (email.html === '') throw new Gone(`email ${n} has no HTML`);
    return email.html;
  },
});

/** The order that an email is about: it names it by its id, a UUID of version 7. */
export const orderIn = ({ subject, text }: Pick<SentEmail, 'subject' | 'text'>): string | undefined =>
  /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/.exec(`${subject}\n${text}`)?.[0];

const has = (text: string, part: string | undefined): boolean =>
  part === undefined || text.toLowerCase().includes(part.trim().toLowerCase());

async function pick(stage: Stage, n: number): Promise<{ email: SentEmail; count: number }> {
  const all = await emailsOf(stage);
  const found = all[n - 1];
  if (!found)
    throw new Gone(
      all.length > 0 ? `there are emails 1 to ${all.length}, and no ${n}` : 'no email was sent yet',
    );
  return { email: found, count: all.length };
}

function emailsOf({ isLocal, access }: Stage): Promise<SentEmail[]> {
  const { endpoint } = access.config;
  if (!isLocal || endpoint === undefined)
    throw new UserError('SES keeps no mailbox', 'the emails of stages on this machine alone can be read');
  return readMailbox(endpoint);
}
