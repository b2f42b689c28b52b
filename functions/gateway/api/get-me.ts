import { getMe } from '../../contracts/http/gateway.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeServices } from '../composition.ts';
import { readMe } from '../me.ts';
import { partsBudget } from '../services.ts';

const services = makeServices();
const budget = partsBudget();

/** GET /me */
export const handler = endpoint(getMe, async ({ caller }) => ok(await readMe(services, caller.id, budget())));
