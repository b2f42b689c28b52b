import { restoreInstance } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeInstancesOnCall } from '../composition.ts';
import { instanceIn, toInstanceView } from '../view.ts';

const instances = makeInstancesOnCall();

/** POST /registry/{service}/{cell}/restore */
export const handler = endpoint(restoreInstance, async ({ path, caller }) =>
  ok(toInstanceView(await instances.restore(instanceIn(path), caller.id))),
);
