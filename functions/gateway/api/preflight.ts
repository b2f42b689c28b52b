import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { allowedOrigins, corsHeaders } from '../../kit/http/cors.ts';
import { SECURITY_HEADERS } from '../../kit/http/security-headers.ts';

const origins = allowedOrigins();

/** For so long a browser need not ask again, in seconds: Chrome keeps it no longer. */
const KEPT_SECONDS = 2 * 60 * 60;

/** What scripts may send: what operations take, and the headers of Connect and gRPC-Web. */
const HEADERS = [
  'authorization, content-type, device-token, idempotency-key, if-match, if-none-match',
  'connect-protocol-version, connect-timeout-ms, grpc-timeout, x-grpc-web, x-user-agent',
].join(', ');

/** OPTIONS of every path: what browsers ask before they let a script of another origin send a request. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const allowed = corsHeaders(event, origins);
  return {
    statusCode: 204,
    headers: {
      ...SECURITY_HEADERS,
      ...allowed,
      ...('access-control-allow-origin' in allowed && {
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': HEADERS,
        'access-control-max-age': String(KEPT_SECONDS),
      }),
    },
    body: '',
  };
}
