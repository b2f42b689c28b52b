/// <reference path="../../.sst/platform/config.d.ts" />
import { aliasUri } from './alias-uri.ts';
import { isInAws } from './protection.ts';

/** What API Gateway calls of a function: `npm run rollback` moves it (ops/rollback/releases.ts). */
const LIVE = 'live';

/** What a function behind the API has in AWS: a version of every deployment, so that an earlier one can answer again. */
export const versioned = (): { versioning?: boolean } => (isInAws() ? { versioning: true } : {});

/**
 * The address of a function's alias, by that of the version which was published last: sst knows no aliases, and would have API Gateway
 * call that.
 */
export const liveUri = (uri: $util.Input<string>): $util.Output<string> =>
  $util.output(uri).apply((text) => (isInAws() ? aliasUri(text, LIVE) : text));

/** Makes the alias of a route's function, and lets API Gateway call it. A deployment moves it to the version that it made. */
export function release(
  id: string,
  route: ReturnType<sst.aws.ApiGatewayV1['route']>,
  api: $util.Output<string>,
): void {
  if (!isInAws()) return;
  const fn = route.nodes.function.apply(({ nodes }) => nodes.function);
  const alias = new aws.lambda.Alias(`${id}Live`, {
    name: LIVE,
    functionName: fn.name,
    functionVersion: fn.version,
  });
  new aws.lambda.Permission(`${id}LivePermission`, {
    action: 'lambda:InvokeFunction',
    function: fn.name,
    qualifier: alias.name,
    principal: 'apigateway.amazonaws.com',
    sourceArn: $interpolate`${api}/*`,
  });
}
