import { getOpenApi } from '../../contracts/http/gateway.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';
import { cached } from '../cached.ts';
import { documentFromEnvironment } from '../open-api.ts';

const document = { ...documentFromEnvironment() };
const headers = cached(JSON.stringify(document));

/** GET /openapi.json: the document of this very API, with this stage's address. */
export const handler = publicRead(getOpenApi, async () => ok(document, headers));
