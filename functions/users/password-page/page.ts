import { LIMITS } from '../../contracts/limits.ts';
import { framed, policyOf } from '../page-frame.ts';
import { SCRIPT } from './script.ts';

export const CONTENT_SECURITY_POLICY = policyOf(SCRIPT);

/** The page of password links: two forms, of which the script shows one. */
export const PAGE = framed({
  title: 'Your password',
  body: `<form id="choose" hidden>
<label>New password <input id="password" type="password" autocomplete="new-password" maxlength="${LIMITS.password}" required></label>
<label>The same again <input id="again" type="password" autocomplete="new-password" maxlength="${LIMITS.password}" required></label>
<button>Set password</button>
</form>
<form id="ask" hidden>
<label>Email address <input id="email" type="email" autocomplete="email" maxlength="${LIMITS.email}" required></label>
<button>Send me a link</button>
</form>`,
  otherwise:
    'This page needs JavaScript. Or send <code>{"token", "password"}</code> as JSON to this address by POST.',
  script: SCRIPT,
});
