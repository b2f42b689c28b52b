import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Operation } from '../../contracts/http/operation.ts';

/**
 * What every answer says to browsers, whatever it is (after OWASP's REST Security Cheat Sheet): believe the content
 * type, come by TLS for a year, tell nobody where a link was followed from, and neither frame nor run what is no page.
 * stacks/gateway/gateway-responses.ts says the same for what the gateway itself refuses.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

type PublicRpc = Pick<Operation, 'access' | 'route'>;

/** Nobody keeps what is somebody's, or an error response; what is public may be kept, and is asked for again. */
const keeping = ({ access, route }: PublicRpc, status: number): string =>
  access === 'public' && route.startsWith('GET ') && status < 400 ? 'no-cache' : 'no-store';

/** Adds the security headers to answers and error responses. What a handler says itself stands, such as the policy of a page. */
export function securityHeaders(
  operation: PublicRpc,
): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const add = ({ response }: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult>) => {
    if (!response) return;
    response.headers = {
      ...SECURITY_HEADERS,
      'cache-control': keeping(operation, response.statusCode),
      ...response.headers,
    };
  };
  return { name: 'securityHeaders', after: add, onError: add };
}
