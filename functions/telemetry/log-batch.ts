import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';

/** An event of the log. Its `id` is the same each time that it is delivered, and so is its `moment`. */
export interface LogEvent {
  id: string;
  /** Its stream, and the ten seconds in which it was written: what its neighbours share, who mostly come with it. */
  moment: string;
  message: string;
}

const MOMENT_MS = 10_000;

const Batch = z.object({
  messageType: z.string(),
  // The longest name of a stream (API_CreateLogStream).
  logStream: z._default(z.string().check(z.maxLength(512)), ''),
  logEvents: z._default(
    z.array(
      z.object({
        id: z.string().check(z.minLength(1), z.maxLength(200)),
        timestamp: z.number(),
        message: z.string(),
      }),
    ),
    [],
  ),
});

/** How large a batch may be when unpacked (bytes); CloudWatch Logs sends at most 6 MB of gzip. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What a log subscription has delivered: base64 of gzip of JSON
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html).
 *
 * @returns its events; none for a control message, by which CloudWatch Logs checks that the destination answers.
 * @throws Error when it is no such batch.
 */
export function readLogBatch(event: unknown): LogEvent[] {
  const { awslogs } = z.object({ awslogs: z.object({ data: z.string() }) }).parse(event);
  const text = gunzipSync(Buffer.from(awslogs.data, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
  const { messageType, logStream, logEvents } = Batch.parse(JSON.parse(text));
  if (messageType !== 'DATA_MESSAGE') return [];
  return logEvents.map(({ id, timestamp, message }) => ({
    id,
    moment: `${logStream} ${Math.floor(timestamp / MOMENT_MS)}`,
    message,
  }));
}
