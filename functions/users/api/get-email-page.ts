import { getEmailPage } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { CONTENT_SECURITY_POLICY, PAGE } from '../email-page/page.ts';

const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY };

/** GET /auth/email */
export const handler = endpoint(getEmailPage, async () => ok(PAGE, headers));
