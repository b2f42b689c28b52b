import { listInstances } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeInstancesOnCall } from '../composition.ts';
import { toInstanceList } from '../view.ts';

const instances = makeInstancesOnCall();

/** GET /registry */
export const handler = endpoint(listInstances, async () => ok(toInstanceList(await instances.list())));
