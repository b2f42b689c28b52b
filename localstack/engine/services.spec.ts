import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { assertServices } from './services.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An engine that does this with every request. */
async function engine(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** In place of a status: no answer at all. */
const NEVER = 0;

/** What a request is signed for: dynamodb, states, s3 ... */
const serviceOf = (authorization = '') => /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)/.exec(authorization)?.[1];

/** An engine that has every service but these. */
const engineWithout = (status: number, type: string, lacking: string[]) =>
  engine(({ headers }, response) => {
    const service = serviceOf(headers.authorization) ?? '';
    const isJson = /json/.test(headers['content-type'] ?? '') || ['apigateway', 'lambda'].includes(service);
    if (!lacking.includes(service)) return void response.end(isJson ? '{}' : '<ok/>');
    if (status === NEVER) return;
    response.statusCode = status;
    const error = `<Error><Code>${type}</Code></Error>`;
    const xml = service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    response.end(isJson ? JSON.stringify({ __type: type }) : xml);
  });

describe('assertServices', () => {
  it.each([
    [501, 'InternalFailure', ['states'], 'Step Functions'],
    [501, 'InternalFailure', ['ses', 'dynamodb'], 'DynamoDB, SES'],
    [400, 'UnknownOperationException', ['events'], 'EventBridge'],
    [404, 'NotFound', ['ssm', 's3', 'apigateway'], 'API Gateway \\(REST\\), S3, SSM'],
  ])('names what answers %s %s: %j', async (status, type, lacking, names) => {
    const endpoint = await engineWithout(status, type, lacking);
    // A busy machine answers late, and what is late is excused.
    await expect(assertServices(endpoint, 60_000)).rejects.toMatchObject({
      line: expect.stringMatching(new RegExp(`lacks what the program needs: ${names}: name another engine`)),
    });
  });

  it.each([
    ['everything is there', 200, []],
    ['a service asks for other credentials', 403, ['iam', 'dynamodb']],
    ['a service takes its time', NEVER, ['lambda']],
  ])('is content when %s', async (_, status, lacking) => {
    await assertServices(await engineWithout(status, 'AccessDeniedException', lacking), 500);
  });

  it('says so when nothing answers', async () => {
    await expect(assertServices('http://127.0.0.1:1')).rejects.toMatchObject({
      line: expect.stringMatching(/^no engine answers at http:\/\/127\.0\.0\.1:1: start the one that/),
    });
  });
});
