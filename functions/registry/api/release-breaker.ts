import { releaseBreaker } from '../../contracts/http/breakers.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeBreakersOnCall } from '../composition.ts';
import { instanceIn } from '../view.ts';

const breakers = makeBreakersOnCall();

/** DELETE /breakers/{service}/{cell} */
export const handler = endpoint(releaseBreaker, async ({ path, caller }) =>
  ok(await breakers.release(instanceIn(path), caller.id)),
);
