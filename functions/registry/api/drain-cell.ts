import { drainCell } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownCellsOnCall } from '../own.ts';
import { presentCell } from '../present.ts';

const cells = ownCellsOnCall();

/** POST /registry/{service}/{cell}/drain */
export const handler = endpoint(drainCell, async ({ path, body, caller }) =>
  ok(presentCell(await cells.drain(path, body.reason, caller.id))),
);
