import { createHash } from 'node:crypto';
import { LIMITS } from '../../contracts/limits.ts';
import { SCRIPT } from './script.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 24rem; margin: 12vh auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
label { display: block; margin: 1rem 0; }
input { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
button { padding: .5rem 1.25rem; font: inherit; }
[hidden] { display: none; }
`;

const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page runs its own script and nothing else, talks to its own address alone, and is framed by nobody. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src ${sourceOf(SCRIPT)}`,
  `style-src ${sourceOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Where password links lead: one page with two forms, of which the script shows one. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your password</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Your password</h1>
<form id="choose" hidden>
<label>New password <input id="password" type="password" autocomplete="new-password" maxlength="${LIMITS.password}" required></label>
<label>The same again <input id="again" type="password" autocomplete="new-password" maxlength="${LIMITS.password}" required></label>
<button>Set password</button>
</form>
<form id="ask" hidden>
<label>Email address <input id="email" type="email" autocomplete="email" maxlength="${LIMITS.email}" required></label>
<button>Send me a link</button>
</form>
<p id="said" role="status"></p>
<noscript>This page needs JavaScript. Or send <code>{"token", "password"}</code> as JSON to this address by POST.</noscript>
<script>${SCRIPT}</script>
</body>
</html>
`;
