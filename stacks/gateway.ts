/// <reference path="../.sst/platform/config.d.ts" />
import { gatewayRefusals, gatewayRefusalsTrigger } from './gateway/refusals.ts';
import { Service } from './service.ts';

export type Gateway = ReturnType<typeof gatewayStack>;

/** The one door: a REST API (v1, which every engine has) that routes each endpoint to its own function. */
export function gatewayStack() {
  let refusals: aws.apigateway.Response[] = [];
  const api = new sst.aws.ApiGatewayV1('Api', {
    endpoint: { type: 'regional' },
    cors: false,
    transform: {
      deployment: (args, options) => {
        options.dependsOn = refusals;
        args.triggers = $util
          .output(args.triggers)
          .apply((triggers) => ({ ...triggers, refusals: gatewayRefusalsTrigger }));
      },
    },
  });
  refusals = gatewayRefusals(api.nodes.api.id);
  const url = api.url.apply((text) => text.replace(/\/$/, ''));
  const service = new Service('gateway');
  const route = (route: string, handler: sst.aws.FunctionArgs) => void api.route(route, handler);
  route('GET /health', service.function('api/get-health'));
  route('GET /openapi.json', service.function('api/get-openapi', { environment: { API_URL: url } }));
  route('GET /docs', service.function('api/get-docs', { environment: { API_URL: url } }));
  return {
    /** Adds an endpoint, as in `route('GET /orders/{id}', service.function('api/get-order', ...))`. */
    route,
    /** Publishes the routes; the last thing that is called. */
    deploy: () => api.deploy(),
    /** The base URL, without a slash at its end. */
    url,
  };
}
