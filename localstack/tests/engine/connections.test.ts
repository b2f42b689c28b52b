import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { pause } from '@serverless-orders/command-line/wait';
import { expect, it } from 'vitest';
import { engineCredentials } from '../../engine/credentials.ts';
import { clientConfig, engineEndpoint } from '../support/engine.ts';

/** Longer than the 5 s after which hypercorn, the server of the engine as released, closes idle connections. */
const IDLE_MS = 6500;

it('The engine does not close a connection that its client keeps open', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<Socket>((resolve, reject) => {
      const asked = request(`${engineEndpoint()}/_aws/execute-api/nothing/`, { agent }, (answer) => {
        const { socket } = answer;
        answer.on('end', () => resolve(socket)).resume();
      });
      asked.on('error', reject).end();
    });
  const socket = await ask();
  await pause(IDLE_MS);
  expect(await ask()).toBe(socket);
  agent.destroy();
});

/** Puts a part of an object of that length, and goes away. */
async function putHalf(path: string, length: number): Promise<void> {
  const { hostname, port } = new URL(engineEndpoint());
  const { accessKeyId } = engineCredentials(engineEndpoint());
  const socket = connect(Number(port), hostname).resume();
  socket.end(
    [
      `PUT ${path} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      `authorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-content-sha256: UNSIGNED-PAYLOAD',
      `content-length: ${length}`,
      '',
      'half',
    ].join('\r\n'),
  );
  await once(socket, 'close');
}

it.each([
  ['a small', 50],
  ['a large', 300_000],
])('An object whose client goes away before its end is none: %s one', async (_what, length) => {
  const s3 = new S3Client({ ...clientConfig(), forcePathStyle: true });
  const Bucket = `cut-${length}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await putHalf(`/${Bucket}/half`, length);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: 'whole' }));

  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'whole' }))).resolves.toMatchObject({
    ContentLength: 5,
  });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'half' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});
