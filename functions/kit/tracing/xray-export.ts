import type { Batch } from './batch.ts';
import type { RecordedSpan } from './span.ts';
import { type Document, documentsOf } from './xray-document.ts';

/** What a datagram may hold, in bytes: the daemon reads no more than 64 KiB, and its header is in it, too. */
const DATAGRAM_BYTES = 60_000;

type Emitter = typeof import('aws-xray-sdk-core/dist/lib/segment_emitter.js');

/** What the emitter needs of a socket. */
type Send = (
  message: Buffer,
  offset: number,
  length: number,
  port: number,
  address: string,
  done: () => void,
) => void;

/** Loaded with the first spans that are sent: what is not traced does not pay for it. */
let loaded: Promise<(texts: string[]) => Promise<unknown>> | undefined;

async function load() {
  const [{ default: emitter }, { createSocket }] = await Promise.all([
    import('aws-xray-sdk-core/dist/lib/segment_emitter.js') as unknown as Promise<{ default: Emitter }>,
    import('node:dgram'),
  ]);
  const socket = createSocket('udp4').unref();
  socket.on('error', () => {});
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
  return (texts: string[]) => {
    sending = [];
    for (const text of texts) emitter.send(segment(text));
    return Promise.all(sending);
  };
}

/**
 * Sends spans to X-Ray's daemon, which Lambda runs beside every function: one datagram a segment, as long as it fits.
 *
 * @returns when they have left, or could not.
 */
export async function sendToXRay(
  spans: readonly RecordedSpan[],
  batch: Pick<Batch, 'lambda'>,
): Promise<void> {
  loaded ??= load();
  const emit = await loaded;
  await emit(documentsOf(spans, batch).flatMap((one) => fitting(one)));
}

/** As the emitter takes a segment: something that can be written. */
const segment = (text: string) => ({ format: () => text }) as unknown as Parameters<Emitter['send']>[0];

/** A document as texts that each fit into a datagram: what is below one that does not is sent by itself, under its id. */
export function fitting(document: Document, limit = DATAGRAM_BYTES): string[] {
  const text = JSON.stringify(document);
  const { subsegments = [], ...rest } = document;
  if (Buffer.byteLength(text) <= limit) return [text];
  if (subsegments.length === 0) {
    const { metadata: _, ...small } = rest;
    return 'metadata' in rest ? fitting(small as Document, limit) : [];
  }
  const { trace_id, id } = document;
  return [
    ...fitting(rest as Document, limit),
    ...subsegments.flatMap((one) => fitting({ ...one, trace_id, parent_id: id, type: 'subsegment' }, limit)),
  ];
}
