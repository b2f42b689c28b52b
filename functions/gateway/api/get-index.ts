import { getIndex } from '../../contracts/http/gateway.ts';
import { readConfig, required } from '../../platform/config.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';

const { API_URL: api } = readConfig({ API_URL: required });

const index = {
  title: 'Shop',
  description: 'The order system of a shop. What it can do is in its document.',
  links: { openapi: `${api}/openapi.json`, docs: `${api}/docs`, health: `${api}/health` },
};

/** GET / */
export const handler = publicRead(getIndex, async () => ok(index));
