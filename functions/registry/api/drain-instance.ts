import { drainInstance } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeInstancesOnCall } from '../composition.ts';
import { instanceIn, toInstanceView } from '../view.ts';

const instances = makeInstancesOnCall();

/** POST /registry/{service}/{cell}/drain */
export const handler = endpoint(drainInstance, async ({ path, body, caller }) =>
  ok(toInstanceView(await instances.drain(instanceIn(path), body.reason, caller.id))),
);
