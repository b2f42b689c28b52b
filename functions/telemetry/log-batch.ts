import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';

/** An event of the log. Its `id` is the same each time that it is delivered. */
export interface LogEvent {
  id: string;
  message: string;
}

const Batch = z.object({
  messageType: z.string(),
  logEvents: z._default(
    z.array(z.object({ id: z.string().check(z.minLength(1), z.maxLength(200)), message: z.string() })),
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
  const { messageType, logEvents } = Batch.parse(JSON.parse(text));
  return messageType === 'DATA_MESSAGE' ? logEvents : [];
}
