import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigRequest,
  GetFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { Lab } from '../conformance/lab.ts';
import { engineEndpoint } from '../support/engine.ts';

const lab = new Lab();
afterAll(() => lab.close());

const ORIGIN = 'https://shop.example';

/** The address of a function with this handler. */
async function urlOf(
  handler: string,
  settings: Partial<CreateFunctionUrlConfigRequest> = {},
): Promise<string> {
  const FunctionName = await lab.function(`function-url.${handler}`, { fresh: true });
  await lab.lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'public',
      Action: 'lambda:InvokeFunctionUrl',
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
    }),
  );
  const { FunctionUrl } = await lab.lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', ...settings }),
  );
  const read = await lab.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
  expect(read.FunctionUrl).toBe(FunctionUrl);
  return FunctionUrl!;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
describe('A function URL', () => {
  it('is below the address of the engine', async () => {
    expect(await urlOf('event')).toMatch(new RegExp(`^${engineEndpoint()}/_aws/lambda-url/[a-z0-9]+/$`));
  });

  it('sends payload format 2.0', async () => {
    const url = await urlOf('event');

    const answer = await fetch(`${url}a%20b/c?x=1&x=2&y=`, {
      method: 'POST',
      headers: { Cookie: 'one=1; two=2', 'Content-Type': 'application/json' },
      body: '{"n":1}',
    });

    expect(await answer.json()).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b/c',
      rawQueryString: 'x=1&x=2&y=',
      queryStringParameters: { x: '1,2', y: '' },
      cookies: ['one=1', 'two=2'],
      headers: { 'content-type': 'application/json' },
      requestContext: { http: { method: 'POST', path: '/a%20b/c' } },
      body: '{"n":1}',
      isBase64Encoded: false,
    });
  });

  it('sends a binary body as base64, and omits an absent query, cookies and body', async () => {
    const url = await urlOf('event');

    const bytes = await (await fetch(url, { method: 'POST', body: new Uint8Array([0, 255]) })).json();
    expect(bytes).toMatchObject({ body: 'AP8=', isBase64Encoded: true });

    const bare = (await (await fetch(url)).json()) as { rawPath: string };
    expect(bare.rawPath).toBe('/');
    for (const name of ['queryStringParameters', 'cookies', 'body']) expect(bare).not.toHaveProperty(name);
  });

  it.each([
    ['a status', { statusCode: 204 }, 204, ''],
    ['text', { statusCode: 201, body: 'made', headers: { 'Content-Type': 'text/plain' } }, 201, 'made'],
    ['base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'hi'],
    ['a document', { some: 'thing', body: 'else' }, 200, '{"some":"thing","body":"else"}'],
    ['a list', [1, 2], 200, '[1,2]'],
  ])('answers with %s that the function returns', async (_, returned, status, body) => {
    const url = await urlOf('answer');

    const answer = await fetch(`${url}?answer=${encodeURIComponent(JSON.stringify(returned))}`);

    expect([answer.status, await answer.text()]).toEqual([status, body]);
  });

  it('sets the cookies and headers that the function returns', async () => {
    const url = await urlOf('answer');
    const returned = { statusCode: 302, headers: { Location: '/new' }, cookies: ['a=1', 'b=2; Secure'] };

    const answer = await fetch(`${url}?answer=${encodeURIComponent(JSON.stringify(returned))}`, {
      redirect: 'manual',
    });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/new');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2; Secure']);
  });

  it('answers 502 when the function fails', async () => {
    const answer = await fetch(await urlOf('fail'));

    expect([answer.status, await answer.text()]).toEqual([502, 'Internal Server Error']);
  });

  it('is refused without a signature when it asks for one', async () => {
    const url = await urlOf('event', { AuthType: 'AWS_IAM' });
    const { accessKeyId } = await lab.lambda.config.credentials();

    const unsigned = await fetch(url);
    expect([unsigned.status, await unsigned.json()]).toEqual([403, { Message: 'Forbidden' }]);

    const scope = `${accessKeyId}/20260101/us-east-1/lambda/aws4_request`;
    const { sessionToken } = await lab.lambda.config.credentials();
    const signed = await fetch(url, {
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
        ...(sessionToken ? { 'X-Amz-Security-Token': sessionToken } : {}),
      },
    });
    expect(signed.status).toBe(200);
  });

  it('answers 403 for an unknown id', async () => {
    const answer = await fetch(`${engineEndpoint()}/_aws/lambda-url/nosuchfunction/`);

    expect(answer.status).toBe(403);
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors */
describe('CORS of a function URL', () => {
  const preflight = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT' };

  it('answers a preflight without the function', async () => {
    const url = await urlOf('fail', {
      Cors: { AllowOrigins: [ORIGIN], AllowMethods: ['PUT'], AllowHeaders: ['x-one'], MaxAge: 60 },
    });

    const answer = await fetch(url, { method: 'OPTIONS', headers: preflight });

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-one',
      'access-control-max-age': '60',
    });
  });

  it('puts its headers on every answer to an allowed origin, and on no other', async () => {
    const url = await urlOf('event', { Cors: { AllowOrigins: [ORIGIN], AllowCredentials: true } });

    const allowed = await fetch(url, { headers: { Origin: ORIGIN } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');

    const other = await fetch(url, { headers: { Origin: 'https://other.example' } });
    expect(other.status).toBe(200);
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
