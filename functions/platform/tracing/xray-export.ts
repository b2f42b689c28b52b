import type { Socket, SocketOptions } from 'node:dgram';
import type { Batch } from './batch.ts';
import { fitting } from './datagrams.ts';
import type { RecordedSpan } from './span.ts';
import { documentsOf } from './xray-document.ts';

type Emitter = typeof import('aws-xray-sdk-core/dist/lib/segment_emitter.js');
type Segment = Parameters<Emitter['send']>[0];

/** However full the socket is, an invocation waits no longer for it, in ms. */
const LONGEST_MS = 300;

/**
 * Makes what sends spans to X-Ray's daemon, which Lambda runs beside every function: one datagram a segment, as long as it fits. A datagram
 * leaves while it is sent, unless the socket is full: then the promise waits until it has, since Lambda freezes what is still there.
 * What does not reach the daemon is lost, and that is all.
 */
export async function xrayExporter() {
  const [{ default: emitter }, { createSocket }] = await Promise.all([
    import('aws-xray-sdk-core/dist/lib/segment_emitter.js'),
    import('node:dgram'),
  ]);
  const socket = createSocket({ type: 'udp4', lookup }).unref();
  socket.on('error', () => {});
  await bind(socket);
  // The emitter would make a socket of its own, and log its errors in words of its own.
  const send = (message: Buffer, _offset: number, _length: number, port: number, address: string) =>
    socket.send(message, port, address);
  Object.assign(emitter, { socket: { send } });
  return (spans: readonly RecordedSpan[], batch: Pick<Batch, 'lambda'>): Promise<void> | undefined => {
    // As the emitter takes a segment: something that can be written.
    for (const document of documentsOf(spans, batch))
      for (const text of fitting(document)) emitter.send({ format: () => text } as Segment);
    return socket.getSendQueueCount() > 0 ? emptied(() => socket.getSendQueueCount()) : undefined;
  };
}

/**
 * Binds a socket before anything is sent: to loopback where the daemon is there, else whoever reaches this machine could send to it. A first
 * datagram binds it too, but Node loads `cluster` for that, 4 ms of a cold start; so it does where Node has no bindSync yet
 * (nodejs/node#63838).
 */
async function bind(socket: Socket): Promise<void> {
  const address = process.env.AWS_XRAY_DAEMON_ADDRESS?.includes(LOOPBACK) ? LOOPBACK : '0.0.0.0';
  if ((socket as Partial<Socket>).bindSync) socket.bindSync({ address });
  else await new Promise<void>((resolve) => socket.once('error', () => resolve()).bind(0, address, resolve));
}

const LOOPBACK = '127.0.0.1';

/** A datagram that finds no room is sent when there is some; Node tells how many wait. */
async function emptied(count: () => number): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (count() > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Lambda names the daemon by its address. Only a name is looked for, since Node loads what does that. */
const lookup: SocketOptions['lookup'] = (host, options, callback) => {
  if (!Number.isNaN(Number(host.replaceAll('.', '')))) callback(null, host, 4);
  else import('node:dns').then((dns) => dns.lookup(host, options, callback));
};
