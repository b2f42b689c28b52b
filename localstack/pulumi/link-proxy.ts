import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * A proxy between the program and the sst CLI's own server, which builds functions. Links reach a function's bundle by that
 * server, and not as inputs of a resource, so AWS addresses in them are rewritten here.
 *
 * @returns the address for the program to use instead. The server does not keep the process alive.
 */
export async function startLinkProxy(target: string, localize: (text: string) => string): Promise<string> {
  const server = createServer((incoming, answer) => {
    forward(incoming, answer).catch((error: Error) => {
      answer.writeHead(502).end(error.message);
    });
  });

  const forward = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = localizeJson(await text(incoming), localize);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    await new Promise<void>((resolve, reject) => {
      // A new connection for each request: the server may close one that is kept open just when it is used again.
      const options = { method: incoming.method, headers, agent: false };
      const outgoing = request(`${target}${incoming.url}`, options, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer).once('finish', resolve).once('error', reject);
      });
      outgoing.once('error', reject).end(body);
    });
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  // A connection that is kept open would delay the end of the deploy by 5 s.
  server.on('connection', (socket) => socket.unref());
  // Never closes a connection that the program is about to use.
  server.keepAliveTimeout = 0;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Every string in a JSON document, wherever it is. */
function localizeJson(json: string, localize: (text: string) => string): string {
  if (!json.includes('amazonaws.com') && !json.includes('.on.aws')) return json;
  return JSON.stringify(
    JSON.parse(json, (_key, value) => (typeof value === 'string' ? localize(value) : value)),
  );
}
