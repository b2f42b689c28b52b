import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './aws.ts';
import { kindOf } from './registry.ts';

/** What AWS answers to every call of Lambda: a function that is ready. */
const FUNCTION = {
  FunctionName: 'f',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  Role: 'arn:aws:iam::000000000000:role/r',
  CodeSha256: 'J6tKnlxkGAJ1GBIEtQLQ0zL5mYb0oYFPFPx9l8rY3qY=',
  Version: '$LATEST',
  State: 'Active',
};

/** What AWS answers to a creation that publishes a version: that it is not ready yet. */
const PUBLISHED = { ...FUNCTION, Version: '1', State: 'Pending' };

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [answer] = [
      ...(request.url?.endsWith('/functions') && request.method === 'POST' ? [PUBLISHED] : []),
      ...(request.method === 'GET' && !request.url?.endsWith('/configuration')
        ? [{ Configuration: FUNCTION }]
        : []),
      FUNCTION,
    ];
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

const context = () => ({
  urn: 'urn:f',
  name: 'f',
  aws: connect({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
  }),
  assetOf: () => undefined,
});
const fromS3 = { name: 'f', role: FUNCTION.Role, s3Bucket: 'assets', s3Key: 'f.zip' };

describe('a function, as the real provider answers', () => {
  it.each([
    ['of code from S3', fromS3, ''],
    ['whose program says a hash itself', { ...fromS3, sourceCodeHash: 'mine' }, 'mine'],
  ])('%s: its own hash is what the program said, codeSha256 what AWS says', async (_, inputs, said) => {
    const kind = await kindOf('aws:lambda/function:Function');
    const { outputs: made } = await kind.create(inputs, context());
    const old = { id: 'f', inputs, outputs: {} };
    const changed = await kind.update!(inputs, old, { ...context(), changed: ['s3Key'] });
    for (const outputs of [made, changed])
      expect(outputs).toMatchObject({ sourceCodeHash: said, codeSha256: FUNCTION.CodeSha256 });
  });

  it('that publishes a version names it, also if it is not ready at once', async () => {
    const kind = await kindOf('aws:lambda/function:Function');
    const { outputs } = await kind.create({ ...fromS3, publish: true }, context());
    expect(outputs).toMatchObject({ publish: true, version: '1' });
    expect(outputs?.qualifiedArn).toMatch(/:f:1$/);
  });

  it('that is looked up has no hash of its own', async () => {
    const kind = await kindOf('aws:lambda/function:Function');
    expect(await kind.read!('f', context())).toMatchObject({
      sourceCodeHash: '',
      codeSha256: FUNCTION.CodeSha256,
    });
  });
});
