import { requestPasswordLink as operation } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { taken } from '../../platform/http/response.ts';
import { makePasswordLinks } from '../composition.ts';
import { requestPasswordLink } from '../request-password-link.ts';

const links = makePasswordLinks();

/** POST /auth/password-link */
export const handler = endpoint(operation, async ({ body }) => {
  await requestPasswordLink(links, body.email);
  return taken();
});
