import { listCells } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownCellsOnCall } from '../own.ts';
import { presentCells } from '../present.ts';

const cells = ownCellsOnCall();

/** GET /registry */
export const handler = endpoint(listCells, async () => ok(presentCells(await cells.list())));
