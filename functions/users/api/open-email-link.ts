import { openEmailLink as operation } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makeEmailLinks } from '../composition.ts';
import { openEmailLink } from '../open-email-link.ts';

const links = makeEmailLinks();

/** POST /auth/email */
export const handler = endpoint(operation, async ({ body }) => {
  await openEmailLink(links, body.token);
  return noContent();
});
