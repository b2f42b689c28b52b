import { getMe } from '../../contracts/http/gateway.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { readMe } from '../me.ts';
import { ownServices } from '../own-services.ts';
import { partsBudget } from '../services.ts';

const services = ownServices();
const budget = partsBudget();

/** GET /me */
export const handler = endpoint(getMe, async ({ caller }) => ok(await readMe(services, caller.id, budget())));
