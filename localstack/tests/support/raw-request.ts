import { connect } from 'node:net';

export interface RawRequest {
  method?: string;
  path: string;
  /** As they are to be sent: Host too. */
  headers: Record<string, string>;
  body?: string;
}

export interface RawAnswer {
  /** 0 when there was no answer within the time. */
  status: number;
  /** Head and body. */
  text: string;
}

/** A request byte for byte, with whatever Host and Origin it claims: fetch would not send them. */
export function rawRequest(port: number, request: RawRequest, withinMs = 20_000): Promise<RawAnswer> {
  const { method = 'GET', path, headers, body = '' } = request;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    'Connection: close',
  ];
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    const done = () => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.setTimeout(withinMs, done);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject).on('end', done);
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
