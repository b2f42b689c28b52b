import { restoreCell } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownCellsOnCall } from '../own.ts';
import { presentCell } from '../present.ts';

const cells = ownCellsOnCall();

/** POST /registry/{service}/{cell}/restore */
export const handler = endpoint(restoreCell, async ({ path, caller }) =>
  ok(presentCell(await cells.restore(path, caller.id))),
);
