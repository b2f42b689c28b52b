/// <reference path="../../.sst/platform/config.d.ts" />
import { gatewayResponses } from './gateway-response-table.ts';

/** Makes the gateway's own answers what all error responses are: application/problem+json, with the same headers. */
export function declaredGatewayResponses({ forScripts }: { forScripts: boolean }) {
  const responses = gatewayResponses(forScripts);
  return {
    /** Changes whenever one of them does, so that they are published anew. */
    trigger: JSON.stringify(responses),
    /** @returns what the deployment has to wait for, since it publishes a copy. */
    declare: (restApiId: $util.Input<string>): aws.apigateway.Response[] =>
      responses.map((response) => {
        const name = response.responseType.toLowerCase().replaceAll('_', '');
        return new aws.apigateway.Response(`ApiGatewayResponse${name}`, { restApiId, ...response });
      }),
  };
}
