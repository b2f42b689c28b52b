import { getHealth } from '../../contracts/http/gateway.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';

/** GET /health: the door itself answers, API Gateway and Lambda with it. */
export const handler = endpoint(getHealth, async () => ok({ status: 'ok' }));
