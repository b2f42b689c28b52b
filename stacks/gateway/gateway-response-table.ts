/** An answer of API Gateway's own: status, title and detail of its problem document. */
export type GatewayResponse = readonly [status: number, title: string, detail: string];

const NO_ROUTE: GatewayResponse = [404, 'Not Found', 'There is no such route.'];
const BAD: GatewayResponse = [400, 'Bad Request', 'The request is not one that this route takes.'];
const FORBIDDEN: GatewayResponse = [403, 'Forbidden', 'This request is not allowed.'];
const TOO_MANY: GatewayResponse = [429, 'Too Many Requests', 'The shop has too many requests at once.'];
const DOWN: GatewayResponse = [503, 'Service Unavailable', 'The service could not answer this request.'];

/**
 * What API Gateway itself answers, before a function is asked or when one does not answer, by its type: all that there are
 * (API Gateway Developer Guide, "Gateway response types"). No route takes signatures of AWS, so that one is looked at only
 * where there is no route: `Authorization: Bearer` is then an incomplete one, of a type that AWS does not document, which
 * is what DEFAULT_4XX is left to.
 */
export const GATEWAY_RESPONSES: Readonly<Record<string, GatewayResponse>> = {
  // Its name for a route that does not exist.
  MISSING_AUTHENTICATION_TOKEN: NO_ROUTE,
  INVALID_SIGNATURE: NO_ROUTE,
  EXPIRED_TOKEN: NO_ROUTE,
  RESOURCE_NOT_FOUND: NO_ROUTE,
  DEFAULT_4XX: NO_ROUTE,
  BAD_REQUEST_BODY: BAD,
  BAD_REQUEST_PARAMETERS: BAD,
  UNAUTHORIZED: [401, 'Unauthorized', 'Send a token: Authorization: Bearer <accessToken>.'],
  ACCESS_DENIED: FORBIDDEN,
  INVALID_API_KEY: FORBIDDEN,
  WAF_FILTERED: FORBIDDEN,
  REQUEST_TOO_LARGE: [413, 'Payload Too Large', 'The body is too large.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type', 'This media type is not taken.'],
  THROTTLED: TOO_MANY,
  QUOTA_EXCEEDED: TOO_MANY,
  INTEGRATION_TIMEOUT: [504, 'Gateway Timeout', 'The service did not answer in time.'],
  // A function that crashed, timed out, was throttled or could not be started.
  DEFAULT_5XX: DOWN,
  INTEGRATION_FAILURE: DOWN,
  API_CONFIGURATION_ERROR: DOWN,
  AUTHORIZER_CONFIGURATION_ERROR: DOWN,
  AUTHORIZER_FAILURE: DOWN,
};

/**
 * Problem details as text: gateway responses are no full templates, but put variables in. An empty instance is the address that
 * was called.
 */
const problem = ([status, title, detail]: GatewayResponse): string =>
  JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail,
    instance: '',
    traceId: '$context.xrayTraceId',
    errors: [],
  });

/** Who may come again, and when. */
const RETRY = [429, 503, 504];

/**
 * What SECURITY_HEADERS (functions/platform/http/security-headers.ts) says with every other answer. API Gateway takes no
 * quotes inside of a header, so that a policy cannot say 'none': an answer that nothing frames and that is what its type
 * says needs none.
 */
const SECURITY: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=31536000',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};

function headersOf([status]: GatewayResponse, forScripts: boolean): Record<string, string> {
  const headers = {
    'Content-Type': 'application/problem+json',
    ...SECURITY,
    ...(RETRY.includes(status) && { 'Retry-After': '1' }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(forScripts && { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'retry-after' }),
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
  );
}

/** @param forScripts whether scripts of other origins call: then all may read these answers, which tell of nobody. */
export const gatewayResponses = (forScripts: boolean) =>
  Object.entries(GATEWAY_RESPONSES).map(([responseType, response]) => ({
    responseType,
    statusCode: String(response[0]),
    responseTemplates: { 'application/json': problem(response) },
    responseParameters: headersOf(response, forScripts),
  }));
