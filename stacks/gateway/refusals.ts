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
 * Makes the gateway's own answers what all refusals are: application/problem+json.
 *
 * @returns what the deployment has to wait for, since it publishes a copy.
 */
export function gatewayRefusals(restApiId: $util.Input<string>): aws.apigateway.Response[] {
  return Object.entries(REFUSALS).map(
    ([responseType, refusal]) =>
      new aws.apigateway.Response(`ApiRefusal${responseType.toLowerCase().replaceAll('_', '')}`, {
        restApiId,
        responseType,
        statusCode: String(refusal[0]),
        responseTemplates: { 'application/json': problem(refusal) },
        responseParameters: {
          'gatewayresponse.header.Content-Type': "'application/problem+json'",
          ...(RETRY.includes(refusal[0]) && { 'gatewayresponse.header.Retry-After': "'1'" }),
        },
      }),
  );
}

/** Changes whenever one of them does, so that they are published anew. */
export const gatewayRefusalsTrigger = JSON.stringify(REFUSALS);
