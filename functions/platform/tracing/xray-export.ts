import { createSocket, type Socket } from 'node:dgram';
import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js';
import type { Batch } from './batch.ts';
import { fitting } from './datagrams.ts';
import type { RecordedSpan } from './span.ts';
import { documentsOf } from './xray-document.ts';

/** What the emitter needs of a socket. */
type Send = (
  message: Buffer,
  offset: number,
  length: number,
  port: number,
  address: string,
  done: () => void,
) => void;

/**
 * Makes what sends spans to X-Ray's daemon, which Lambda runs beside every function: one datagram a segment, as long as it fits.
 * It is done when they have left, or could not.
 */
export function xrayExporter() {
  const socket = createSocket('udp4').unref();
  socket.on('error', () => {});
  bind(socket);
  let sending: Promise<void>[] = [];
  const send: Send = (message, offset, length, port, address, done) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    sending.push(promise);
    // The emitter would log an error in words of its own. What does not reach the daemon is lost, and that is all.
    socket.send(message, offset, length, port, address, () => {
      done();
      resolve();
    });
  };
  // It makes a socket of its own otherwise, and does not tell when a datagram has left: Lambda freezes what is still there.
  Object.assign(emitter, { socket: { send } });
  return async (spans: readonly RecordedSpan[], batch: Pick<Batch, 'lambda'>): Promise<void> => {
    sending = [];
    for (const text of documentsOf(spans, batch).flatMap((one) => fitting(one))) emitter.send(segment(text));
    await Promise.all(sending);
  };
}

/**
 * Binds a socket at once. A first datagram binds it too, but Node loads `cluster` for that, which costs 4 ms of a cold start; that is
 * what is left where Node has no bindSync yet (nodejs/node#63838), and where it fails.
 */
function bind(socket: Partial<Pick<Socket, 'bindSync'>>): void {
  try {
    socket.bindSync?.();
  } catch {}
}

/** As the emitter takes a segment: something that can be written. */
const segment = (text: string) => ({ format: () => text }) as unknown as Parameters<typeof emitter.send>[0];
