import { forceBreaker } from '../../contracts/http/breakers.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownBreakersOnCall } from '../own.ts';

const breakers = ownBreakersOnCall();

/** PUT /breakers/{service}/{cell} */
export const handler = endpoint(forceBreaker, async ({ path, body, caller }) =>
  ok(await breakers.force(path, body, caller.id)),
);
