import { getDocs } from '../../contracts/http/gateway.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';
import { cached } from '../cached.ts';
import { CONTENT_SECURITY_POLICY, docsPage } from '../docs/page.ts';
import { documentFromEnvironment } from '../open-api.ts';

const page = docsPage(documentFromEnvironment());
const headers = { ...cached(page), 'content-security-policy': CONTENT_SECURITY_POLICY };

/** GET /docs: the same document, for people. */
export const handler = publicRead(getDocs, async () => ok(page, headers));
