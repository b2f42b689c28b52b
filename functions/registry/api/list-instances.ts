import { listInstances } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownInstancesOnCall } from '../own.ts';
import { toInstanceList } from '../view.ts';

const instances = ownInstancesOnCall();

/** GET /registry */
export const handler = endpoint(listInstances, async () => ok(toInstanceList(await instances.list())));
