import { calling } from '@serverless-orders/command-line/calling';
import { UserError } from '@serverless-orders/command-line/user-error';
import { controlHeaders, engineCredentials } from './engine/credentials.ts';

/** An email that the engine's SES took. Nothing leaves the machine. */
export interface SentEmail {
  id: string;
  /** RFC 3339, UTC. */
  time: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** The headers that the sender set, by name, without those that SES adds. */
  headers: Readonly<Record<string, string>>;
}

interface Message {
  Id: string;
  Timestamp: string;
  Source: string;
  Destination?: { ToAddresses?: string[] };
  Subject?: string;
  Body?: { text_part?: string; html_part?: string };
  Headers?: Record<string, string>;
}

/**
 * Everything in the mailbox of an engine, oldest first. LocalEmu and LocalStack both have it at the same address.
 *
 * @throws UserError when the engine keeps no mailbox.
 */
export async function readMailbox(endpoint: string): Promise<SentEmail[]> {
  const response = await fetch(`${endpoint}/_aws/ses`, {
    headers: controlHeaders(engineCredentials(endpoint)),
  });
  if (!response.ok) {
    throw new UserError(
      `the engine at ${endpoint} keeps no mailbox (${response.status})`,
      `use the engine of ${calling('start')}`,
    );
  }
  const { messages } = (await response.json()) as { messages: Message[] };
  return messages.map(toEmail).sort((a, b) => a.time.localeCompare(b.time));
}

const toEmail = ({
  Id,
  Timestamp,
  Source,
  Destination,
  Subject,
  Body,
  Headers = {},
}: Message): SentEmail => ({
  id: Id,
  time: /Z$/.test(Timestamp) ? Timestamp : `${Timestamp}Z`,
  from: Source,
  to: Destination?.ToAddresses ?? [],
  subject: Subject ?? '',
  text: Body?.text_part ?? '',
  html: Body?.html_part ?? '',
  headers: Headers,
});
