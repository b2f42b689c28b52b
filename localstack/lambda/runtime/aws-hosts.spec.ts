import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isAwsHost } from './aws-hosts.ts';

describe('isAwsHost', () => {
  it.each([
    'sts.amazonaws.com',
    'sts.amazonaws.com.',
    'dynamodb.eu-central-1.amazonaws.com',
    'bucket.s3.us-east-1.AMAZONAWS.com',
    'sqs.cn-north-1.amazonaws.com.cn',
    's3.dualstack.us-east-1.api.aws',
    'abc.lambda-url.us-east-1.on.aws',
    '169.254.169.254',
    '169.254.170.2',
    'fd00:ec2::254',
  ])('knows %s', (host) => expect(isAwsHost(host)).toBe(true));

  it.each([
    'localhost',
    '127.0.0.1',
    'amazonaws.com.example.org',
    'notamazonaws.com',
    'api.stripe.com',
    '169.254.1.1',
  ])('lets %s pass', (host) => expect(isAwsHost(host)).toBe(false));
});

/** Runs code in a process of its own, with AWS's hosts refused. */
async function tell(code: string): Promise<string> {
  const script = `
    const { refuseAwsHosts } = await import(${JSON.stringify(new URL('./aws-hosts.ts', import.meta.url).href)});
    refuseAwsHosts();
    const told = await (async () => { ${code} })().catch((error) => String((error.cause ?? error).name));
    console.log(told);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return stdout.trim();
}

describe('refuseAwsHosts', () => {
  it.each([
    ['fetch', `await fetch('https://sts.amazonaws.com')`],
    [
      'https',
      `await new Promise((_, no) => (process.getBuiltinModule('https').get('https://sts.amazonaws.com').on('error', no)))`,
    ],
    [
      'a socket',
      `await new Promise((_, no) => process.getBuiltinModule('net').connect(80, 'sts.amazonaws.com').on('error', no))`,
    ],
    ['the metadata address', `await fetch('http://169.254.169.254/latest/meta-data')`],
  ])('refuses %s', async (_, code) => expect(await tell(code)).toBe('AwsIsNotReached'));

  it('lets all else pass', async () => {
    const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      expect(await tell(`return (await fetch('http://127.0.0.1:${port}')).text()`)).toBe('here');
    } finally {
      server.close();
    }
  });
});
