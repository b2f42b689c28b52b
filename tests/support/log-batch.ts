import { gzipSync } from 'node:zlib';

/** A line of a log, as CloudWatch Logs delivers it. */
export interface LogLine {
  id: string;
  /** When it was written (ms since 1970): the same, however often it is delivered. */
  timestamp?: number;
  message: string;
}

/** What a log subscription calls its function with. */
export const logBatch = (logEvents: readonly LogLine[], messageType = 'DATA_MESSAGE') => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType,
        owner: '123456789012',
        logGroup: '/aws/lambda/shop-test-orders-place-order',
        logStream: '2026/11/27/[$LATEST]0123456789abcdef',
        subscriptionFilters: ['metrics'],
        logEvents: logEvents.map((event) => ({ timestamp: 1_795_800_000_000, ...event })),
      }),
    ).toString('base64'),
  },
});
