/// <reference path="../../.sst/platform/config.d.ts" />
import { settings } from '../stage-settings.ts';

/**
 * How many requests the whole stage takes. Those of a customer and of an address are counted inside of functions, where
 * each 429 costs an invocation; what is over this limit costs nothing, and gets 429 from API Gateway itself.
 */
export function throttle(api: sst.aws.ApiGatewayV1): void {
  const [rate = 0, burst = 0] = settings().RATE_LIMIT_API.split('/').map(Number);
  new aws.apigateway.MethodSettings('ApiThrottle', {
    restApi: api.nodes.api.id,
    stageName: api.nodes.stage!.stageName,
    methodPath: '*/*',
    settings: { throttlingRateLimit: rate, throttlingBurstLimit: burst },
  });
}
