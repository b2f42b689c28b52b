/// <reference path="../.sst/platform/config.d.ts" />

import { declaredGatewayResponses } from './gateway/gateway-responses.ts';
import { Methods } from './gateway/methods.ts';
import { rateLimits } from './gateway/rate-limits.ts';
import { throttle } from './gateway/throttle.ts';
import { instancesReader } from './service/instances.ts';
import { routeName } from './service/names.ts';
import type { FunctionArgs, Permission } from './service/needs.ts';
import { liveUri, release, versioned } from './service/release.ts';
import { Service } from './service.ts';
import { settings } from './stage-settings.ts';

export type Gateway = ReturnType<typeof gatewayStack>;

/** The one way in: a REST API (v1, which every engine has) that routes each endpoint to its own function. */
export function gatewayStack() {
  const { CORS_ORIGINS: origins, API_DOMAIN: domain } = settings();
  const gatewayResponses = declaredGatewayResponses({ forScripts: origins.length > 0 });
  let responses: aws.apigateway.Response[] = [];
  const api = new sst.aws.ApiGatewayV1('Api', {
    endpoint: { type: 'regional' },
    cors: false,
    ...(domain && {
      domain: { name: domain, dns: false, cert: settings().API_CERTIFICATE! },
    }),
    transform: {
      // RPC answers in binary, and gets it through when anything may be binary: API Gateway looks at what the client
      // accepts, which is */*, and not at the answer. Text stays text.
      api: { binaryMediaTypes: ['*/*'] },
      stage: { xrayTracingEnabled: true },
      domainName: { securityPolicy: 'TLS_1_2' },
      deployment: (args, options) => {
        options.dependsOn = responses;
        args.triggers = $util
          .output(args.triggers)
          .apply((triggers) => ({ ...triggers, gatewayResponses: gatewayResponses.trigger }));
      },
    },
  });
  responses = gatewayResponses.declare(api.nodes.api.id);
  // sst tells the domain's address once all is published, and functions need it before.
  const url = domain ? $util.output(`https://${domain}`) : api.url.apply((text) => text.replace(/\/$/, ''));
  const service = new Service('gateway');
  const limits = rateLimits();
  const cors = origins.length > 0 ? { CORS_ORIGINS: origins.join(',') } : undefined;
  const methods = new Methods();
  const route = (route: string, handler: FunctionArgs) => {
    const { environment, permissions } = limits.needsOf(route);
    const own = methods.of(route);
    const limited = {
      ...handler,
      ...versioned(),
      // As Service.function makes them: plain objects of inputs.
      environment: {
        ...(handler.environment as Record<string, $util.Input<string>>),
        ...environment,
        ...own.environment,
        ...cors,
      },
      permissions: [...(handler.permissions as Permission[]), ...permissions],
    };
    const name = routeName(route);
    const made = api.route(route, limited, {
      name,
      transform: {
        method: (args) => {
          args.httpMethod = own.method;
        },
        integration: (args) => {
          args.uri = liveUri(args.uri!);
        },
      },
    });
    release(name, made, api.nodes.api.executionArn);
  };
  route('GET /', service.function('api/get-index', { environment: { API_URL: url } }));
  route('GET /health', service.function('api/get-health', instancesReader()));
  route('GET /openapi.json', service.function('api/get-openapi', { environment: { API_URL: url } }));
  route('GET /docs', service.function('api/get-docs', { environment: { API_URL: url } }));
  return {
    /** Adds an endpoint, as in `route('GET /orders/{id}', service.function('api/get-order', ...))`. */
    route,
    /** Publishes the routes; the last thing that is called. */
    deploy: () => {
      methods.close();
      api.deploy();
      throttle(api);
    },
    /** The name of the table in which requests are counted. */
    rateLimits: limits.table,
    /** What API Gateway calls the API. */
    name: api.nodes.api.name,
    /** The base URL, without a slash at its end. */
    url,
  };
}
