import { getPasswordPage } from '../../contracts/http/auth.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';
import { CONTENT_SECURITY_POLICY, PAGE } from '../password-page/page.ts';

const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY };

/** GET /auth/password */
export const handler = publicRead(getPasswordPage, async () => ok(PAGE, headers));
