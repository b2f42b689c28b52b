import { framed, policyOf } from '../page-frame.ts';
import { SCRIPT } from './script.ts';

export const CONTENT_SECURITY_POLICY = policyOf(SCRIPT);

/**
 * The page of links about email addresses: two forms, of which the script shows one. Nothing happens until the button is
 * pressed, so that a mail scanner which opens the link does not use it up.
 */
export const PAGE = framed({
  title: 'Your email address',
  body: `<form id="confirm" hidden>
<p>Is this address yours, and the account as well?</p>
<button>Confirm the address</button>
</form>
<form id="undo" hidden>
<p>The address of your account was changed, or is about to be. If that was not you, take it back: everybody is signed out, the password is void, and you get an email by which you choose another.</p>
<button>Take the change back</button>
</form>
<p id="choose" hidden>You did not register, or do not know the password? <a id="password" href="#">Choose a password</a>, and the account is yours alone.</p>`,
  otherwise: 'This page needs JavaScript. Or send <code>{"token"}</code> as JSON to this address by POST.',
  script: SCRIPT,
});
