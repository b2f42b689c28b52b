import { listCells } from '../../contracts/http/registry.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownCellsOnCall } from '../own.ts';
import { presentCells } from '../present.ts';

const cells = ownCellsOnCall();

/** GET /registry */
export const handler = endpoint(listCells, async () => ok(presentCells(await cells.list())));
