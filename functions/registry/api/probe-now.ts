import { probeCells } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownProber } from '../own.ts';
import { presentCells } from '../present.ts';

const prober = ownProber();

/** POST /registry/probe */
export const handler = endpoint(probeCells, async () => ok(presentCells((await prober.probe()).cells)));
