import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';

/** The mark that AWS's runtime puts on a handler that writes its response to a stream. */
export const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** What a streaming handler writes to: a stream that also takes a content type before its first byte. */
export interface ResponseStream extends Writable {
  setContentType(type: string): void;
}

/** The global `awslambda` that functions find: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html */
export const awslambda = {
  streamifyResponse<T extends object>(handler: T): T {
    return Object.assign(handler, { [STREAMING]: 'response' });
  },
  HttpResponseStream: {
    /** Puts status, headers and cookies in front of the body, closed by eight NUL bytes. */
    from(stream: ResponseStream, prelude: Partial<Pick<ServerResponse, 'statusCode'>>): ResponseStream {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream.write(JSON.stringify(prelude) + '\0'.repeat(8));
      return stream;
    },
  },
};
