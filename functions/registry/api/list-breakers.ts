import { listBreakers } from '../../contracts/http/breakers.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeBreakerList } from '../composition.ts';

const breakers = makeBreakerList();

/** GET /breakers */
export const handler = endpoint(listBreakers, async () => ok({ items: await breakers(), next: null }));
