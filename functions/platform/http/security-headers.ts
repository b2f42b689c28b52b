import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Operation } from '../../contracts/http/operation.ts';

/**
 * The security headers of every answer (after OWASP's REST Security Cheat Sheet): believe the content
 * type, come by TLS for a year, tell nobody where a link was followed from, and neither frame nor run what is no page.
 * stacks/gateway/gateway-responses.ts says the same for what the gateway itself refuses.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

type Route = Pick<Operation, 'access' | 'route'>;

/** Private answers and error responses are not cached; public ones may be cached and are revalidated. */
const keeping = ({ access, route }: Route, status: number): string =>
  access === 'public' && route.startsWith('GET ') && status < 400 ? 'no-cache' : 'no-store';

/** Adds the security headers to answers and error responses. What a handler says itself stands, such as the policy of a page. */
export function securityHeaders(
  operation: Route,
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
