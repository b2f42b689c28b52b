import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { pinnedNode } from '@serverless-orders/localstack';
import { inRoot } from '../../paths.ts';

export interface Measured {
  /** Until the first answer, in ms of the processor. */
  cold: number;
  /** Each later answer, in microseconds of the processor; 0 where none was asked for. */
  warm: number;
}

/** What Lambda has in the environment of a function. */
const VARIABLES = {
  SERVICE: 'orders',
  METRICS_NAMESPACE: 'shop',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
  AWS_LAMBDA_FUNCTION_NAME: 'shop-bench-orders-place-order',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef',
  LAMBDA_TASK_ROOT: '/var/task',
  _X_AMZN_TRACE_ID: 'Root=1-6b091a1f-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1',
};

/** A port as X-Ray's daemon has it, which counts datagrams. */
export async function openDaemon() {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 8 * 1024 * 1024 });
  const daemon = { datagrams: 0, address: '', close: () => socket.close() };
  socket.on('message', () => {
    daemon.datagrams += 1;
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  daemon.address = `127.0.0.1:${socket.address().port}`;
  return daemon;
}

/** One execution environment, whose standard output is a pipe that is read, as Lambda has it. @throws Error if it fails. */
export async function runOnce(bundle: string, daemon: string, requests: number) {
  const child = spawn(
    pinnedNode(),
    [inRoot('bench', 'observability', 'environment.ts'), bundle, String(requests)],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      env: { PATH: process.env.PATH, ...VARIABLES, AWS_XRAY_DAEMON_ADDRESS: daemon },
    },
  );
  let lines = 0;
  child.stdout!.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines += 1;
  });
  let told = '';
  child.stdio[3]!.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${bundle} ended with ${code}`);
  return { ...(JSON.parse(told) as Measured), lines };
}
