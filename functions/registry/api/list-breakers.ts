import { listBreakers } from '../../contracts/http/breakers.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownBreakers } from '../own.ts';

const breakers = ownBreakers();

/** GET /breakers */
export const handler = endpoint(listBreakers, async () => ok({ items: await breakers(), next: null }));
