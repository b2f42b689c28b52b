import { gzipSync } from 'node:zlib';

/** A line of a log, as CloudWatch Logs delivers it. */
export interface LogLine {
  id: string;
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
        logEvents: logEvents.map((event) => ({ timestamp: Date.now(), ...event })),
      }),
    ).toString('base64'),
  },
});
