import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { AUDIENCE, counted, ISSUER, JWKS } from './shared.ts';

export const client = new DynamoDBClient({});
const keys = new Map<unknown, KeyObject>(
  JWKS.keys.map((key) => [
    (key as { kid?: string }).kid,
    createPublicKey({ key: key as never, format: 'jwk' }),
  ]),
);
const parsed = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

export interface Claims {
  sub: string;
  roles: string[];
}

/** What a token says, checked by hand; the request is counted. */
export async function callerOf(event: APIGatewayProxyEvent): Promise<Claims> {
  const [header = '', payload = '', signature = ''] = (event.headers.authorization ?? '').slice(7).split('.');
  const { alg, kid } = parsed(header);
  const claims = parsed(payload);
  const key = keys.get(kid);
  const isSigned =
    alg === 'ES256' &&
    key &&
    verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  if (!isSigned || claims.iss !== ISSUER || claims.aud !== AUDIENCE || claims.exp < Date.now() / 1000)
    throw new Error('The token is not valid');
  await client.send(new UpdateItemCommand(counted({ S: `CUSTOMER#${claims.sub}` }, { N: '1' })));
  return claims;
}

export function answered(event: APIGatewayProxyEvent, status: number, body: unknown): APIGatewayProxyResult {
  console.log(JSON.stringify({ level: 'info', route: `${event.httpMethod} ${event.resource}`, status }));
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
