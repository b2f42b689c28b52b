import { getEmailPage } from '../../contracts/http/auth.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';
import { CONTENT_SECURITY_POLICY, PAGE } from '../email-page/page.ts';

const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY };

/** GET /auth/email */
export const handler = publicRead(getEmailPage, async () => ok(PAGE, headers));
