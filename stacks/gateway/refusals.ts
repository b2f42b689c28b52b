/// <reference path="../../.sst/platform/config.d.ts" />

/** What API Gateway itself refuses, before any function is asked, by its type: status, title, detail. */
const REFUSALS: Record<string, [status: number, title: string, detail: string]> = {
  // Its name for a route that does not exist.
  MISSING_AUTHENTICATION_TOKEN: [404, 'Not Found', 'There is no such route.'],
  REQUEST_TOO_LARGE: [413, 'Payload Too Large', 'The body is too large.'],
  THROTTLED: [429, 'Too Many Requests', 'The shop has too many requests at once.'],
  // A function that crashed, timed out or could not be started.
  DEFAULT_5XX: [503, 'Service Unavailable', 'The service could not answer this request.'],
};

/** Problem details as text: gateway responses are no full templates. An empty instance is the address that was called. */
const problem = ([status, title, detail]: [number, string, string]): string =>
  JSON.stringify({ type: 'about:blank', title, status, detail, instance: '', errors: [] });

/** Who may come again, and when. */
const RETRY = [429, 503];

/**
 * What SECURITY_HEADERS (functions/kit/http/security-headers.ts) says with every other answer. API Gateway takes no
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

/** @param forScripts whether scripts of other origins call: then all may read these answers, which tell of nobody. */
function headersOf(status: number, forScripts: boolean): Record<string, string> {
  const headers = {
    'Content-Type': 'application/problem+json',
    ...SECURITY,
    ...(RETRY.includes(status) && { 'Retry-After': '1' }),
    ...(forScripts && { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'retry-after' }),
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
  );
}

/** Makes the gateway's own answers what all refusals are: application/problem+json, with the same headers. */
export function gatewayRefusals({ forScripts }: { forScripts: boolean }) {
  const responses = Object.entries(REFUSALS).map(([responseType, refusal]) => ({
    responseType,
    statusCode: String(refusal[0]),
    responseTemplates: { 'application/json': problem(refusal) },
    responseParameters: headersOf(refusal[0], forScripts),
  }));
  return {
    /** Changes whenever one of them does, so that they are published anew. */
    trigger: JSON.stringify(responses),
    /** @returns what the deployment has to wait for, since it publishes a copy. */
    declare: (restApiId: $util.Input<string>): aws.apigateway.Response[] =>
      responses.map((response) => {
        const name = response.responseType.toLowerCase().replaceAll('_', '');
        return new aws.apigateway.Response(`ApiRefusal${name}`, { restApiId, ...response });
      }),
  };
}
