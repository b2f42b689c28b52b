/// <reference path="../../.sst/platform/config.d.ts" />
import { routeName } from '../service/names.ts';
import type { Service } from '../service.ts';

interface Preflight {
  api: sst.aws.ApiGatewayV1;
  service: Service;
  /** The paths of all routes. */
  paths: Iterable<string>;
  /** Whom the function lets in: CORS_ORIGINS. */
  environment: Record<string, $util.Input<string>>;
}

/**
 * Lets browsers ask whether a script of another origin may call: OPTIONS of every path leads to one function. (The
 * gateway's own mock answers could name one origin only.)
 */
export function preflight({ api, service, paths, environment }: Preflight): void {
  const fn = new sst.aws.Function('Preflight', service.function('api/preflight', { environment }));
  // One for all routes: a function's policy holds 20 KB, and api.route would add a statement for each.
  new aws.lambda.Permission('PreflightPermission', {
    action: 'lambda:InvokeFunction',
    function: fn.arn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: $interpolate`${api.nodes.api.executionArn}/*/OPTIONS/*`,
  });
  for (const path of new Set(paths)) {
    const route = `OPTIONS ${path}`;
    const integration = {
      type: 'aws-proxy',
      uri: fn.nodes.function.invokeArn,
      integrationHttpMethod: 'POST',
    } as const;
    api.routeIntegration(route, integration, { name: routeName(route) });
  }
}
