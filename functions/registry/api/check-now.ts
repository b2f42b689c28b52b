import { checkInstances } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeHealthChecker } from '../composition.ts';
import { toInstanceList } from '../view.ts';

const checker = makeHealthChecker();

/** POST /registry/probe */
export const handler = endpoint(checkInstances, async () =>
  ok(toInstanceList((await checker.check()).instances)),
);
