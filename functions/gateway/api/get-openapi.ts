import { getOpenApi } from '../../contracts/http/gateway.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { cached } from '../cached.ts';
import { documentFromEnvironment } from '../open-api.ts';

const document = { ...documentFromEnvironment() };
const headers = cached(JSON.stringify(document));

/** GET /openapi.json: the document of this very API, with this stage's address. */
export const handler = endpoint(getOpenApi, async () => ok(document, headers));
