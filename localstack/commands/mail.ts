import { UserError } from '@serverless-orders/command-line/user-error';
import { calling } from '../calling.ts';
import { runningStage } from '../engine/stage-engine.ts';
import { readMailbox, type SentEmail } from '../mailbox.ts';
import type { LocalCommand } from './command.ts';

/** What was sent locally: `3` shows the third email, `3 --html` its HTML. */
export const mail: LocalCommand = {
  summary: 'lists the emails that were sent locally (3 shows the third, 3 --html its HTML; --json)',
  async run(args) {
    const html = args.includes('--html');
    const json = args.includes('--json');
    const [wanted, ...more] = args.filter((arg) => arg !== '--html' && arg !== '--json');
    if (more.length > 0 || (html && !wanted)) {
      throw new UserError(
        'one email is shown at a time',
        `${calling('mail', '3')}, ${calling('mail', '3 --html')}`,
      );
    }
    const { engine } = await runningStage();
    const emails = await readMailbox(engine.endpoint);
    if (json) {
      const chosen = wanted === undefined ? emails : pickEmail(emails, wanted);
      console.log(JSON.stringify(chosen, null, 2));
    } else if (wanted === undefined) list(emails);
    else show(pickEmail(emails, wanted), html);
    return 0;
  },
};

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

function list(emails: SentEmail[]): void {
  for (const [index, { time, to, subject }] of emails.entries()) {
    console.log(`${String(index + 1).padStart(4)}  ${time}  ${to.join(', ').padEnd(32)}  ${subject}`);
  }
  console.log(
    emails.length > 0
      ? `${emails.length} emails: ${calling('mail', '1')} shows the first`
      : 'no email was sent yet',
  );
}

function show({ time, from, to, subject, text, html, headers }: SentEmail, asHtml: boolean): void {
  const trace = headers['X-Trace-Id'] ? `\nX-Trace-Id: ${headers['X-Trace-Id']}` : '';
  if (asHtml) console.log(html);
  else
    console.log(`From: ${from}\nTo: ${to.join(', ')}\nDate: ${time}\nSubject: ${subject}${trace}\n\n${text}`);
}
