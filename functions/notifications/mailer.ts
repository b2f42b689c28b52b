import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { awsClient } from '../platform/aws-client.ts';
import { readConfig, required } from '../platform/config.ts';
import { currentTraceId } from '../platform/tracing/current.ts';
import { mimeOf } from './mime.ts';
import type { RenderedEmail } from './rendering/email.ts';

/** The email was certainly not sent: it can be tried again. */
export class NotSent extends Error {
  override name = 'NotSent';
}

export interface Mailer {
  /**
   * Sends one email.
   *
   * @throws NotSent when it certainly was not sent; anything else leaves open whether it was.
   */
  send(to: string, email: RenderedEmail): Promise<void>;
}

/** Sends nothing: it warms a client. */
const WARM = new SendRawEmailCommand({ RawMessage: { Data: new Uint8Array() } });

/** Errors of a connection that was never made. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

const wasRefused = (thrown: unknown): boolean => {
  if (thrown instanceof SESServiceException) return (thrown.$metadata.httpStatusCode ?? 500) < 500;
  return thrown instanceof Error && 'code' in thrown && NEVER_CONNECTED.includes(String(thrown.code));
};

/**
 * Emails by SES, in its first API (which every engine has). The SDK must not try again by itself: SES would send what
 * it had taken before the connection broke a second time. The configuration set has SES tell what becomes of the email. Each names its trace in X-Trace-Id, so that whoever shows one that is odd
 * leads to why it was sent.
 */
export function sesMailer(client = awsClient(SESClient, { maxAttempts: 1 }, { warmBy: [WARM] })): Mailer {
  const { MAIL_SENDER: Source, MAIL_CONFIGURATION_SET: ConfigurationSetName } = readConfig({
    MAIL_SENDER: required,
    MAIL_CONFIGURATION_SET: required,
  });
  return {
    async send(to, email) {
      const traceId = currentTraceId();
      const headers: Record<string, string> = traceId ? { 'X-Trace-Id': traceId } : {};
      const Data = Buffer.from(mimeOf({ from: Source, to, headers, ...email }));
      try {
        await client.send(
          new SendRawEmailCommand({ Source, Destinations: [to], RawMessage: { Data }, ConfigurationSetName }),
        );
      } catch (thrown) {
        if (!wasRefused(thrown)) throw thrown;
        throw new NotSent('SES did not take the email', { cause: thrown });
      }
    },
  };
}
