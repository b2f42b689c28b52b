import { forceBreaker } from '../../contracts/http/breakers.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeBreakersOnCall } from '../composition.ts';
import { instanceIn } from '../view.ts';

const breakers = makeBreakersOnCall();

/** PUT /breakers/{service}/{cell} */
export const handler = endpoint(forceBreaker, async ({ path, body, caller }) =>
  ok(await breakers.force(instanceIn(path), body, caller.id)),
);
