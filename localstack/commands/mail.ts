import { flag, optional } from '@serverless-orders/command-line/arguments';
import { calling } from '@serverless-orders/command-line/calling';
import { command } from '@serverless-orders/command-line/command';
import { counted } from '@serverless-orders/command-line/counted';
import { action } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { runningStage } from '../engine/stage-engine.ts';
import { readMailbox, type SentEmail } from '../mailbox.ts';
import type { LocalCommand } from './command.ts';

/** What was sent locally: `3` shows the third email, `3 --html` its HTML. */
export const mail: LocalCommand = () =>
  command({
    name: 'mail',
    summary: 'lists the emails that were sent locally (3 shows the third, 3 --html its HTML)',
    localOnly: true,
    actions: {
      '': action({
        words: { number: optional('number', 'of an email in the list, which is shown') },
        options: { html: flag('shows its HTML') },
        json: true,
        run: async ({ number, html }) => {
          if (html && number === undefined)
            throw new UserError('the HTML of one email is shown at a time', calling('mail', '3 --html'));
          const { engine } = await runningStage();
          const emails = await readMailbox(engine.endpoint);
          if (number === undefined) return { lines: listed(emails), document: emails };
          const email = pickEmail(emails, number);
          if (html && email.html === '')
            throw new UserError(`email ${number} has no HTML`, `${calling('mail', number)} shows its text`);
          return { lines: shown(email, html), document: email };
        },
      }),
    },
  });

/**
 * The email that a person means by its number in the list, from 1.
 *
 * @throws UserError when there is none.
 */
export function pickEmail(emails: SentEmail[], wanted: string): SentEmail {
  const email = /^\d+$/.test(wanted) ? emails[Number(wanted) - 1] : undefined;
  if (email) return email;
  throw new UserError(
    `there is no email "${wanted}"`,
    emails.length > 0 ? `name a number from 1 to ${emails.length}` : 'none was sent yet',
  );
}

function listed(emails: SentEmail[]): string[] {
  if (emails.length === 0) return ['no email was sent yet'];
  return [
    ...emails.map(
      ({ time, to, subject }, index) =>
        `${String(index + 1).padStart(4)}  ${time}  ${to.join(', ').padEnd(32)}  ${subject}`,
    ),
    `${counted(emails.length, 'email')}: ${calling('mail', '1')} shows the first`,
  ];
}

function shown({ time, from, to, subject, text, html, headers }: SentEmail, asHtml: boolean): string[] {
  if (asHtml) return [html];
  const trace = headers['X-Trace-Id'];
  return [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    `Date: ${time}`,
    `Subject: ${subject}`,
    ...(trace ? [`X-Trace-Id: ${trace}`] : []),
    '',
    text,
  ];
}
