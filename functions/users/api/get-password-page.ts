import { getPasswordPage } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { CONTENT_SECURITY_POLICY, PAGE } from '../password-page/page.ts';

const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY };

/** GET /auth/password */
export const handler = endpoint(getPasswordPage, async () => ok(PAGE, headers));
