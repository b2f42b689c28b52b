import type { APIGatewayProxyResult } from 'aws-lambda';

const json = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** 200 with a body. */
export const ok = (body: unknown, headers?: Record<string, string>) => json(200, body, headers);

/** 201 with a body and where the new thing is. */
export const created = (body: unknown, location: string) => json(201, body, { location });
