/**
 * The token after the # says which form to show. The script removes it from the address bar at once, so that it is neither in
 * the history nor in a screenshot. A link that verifies the address of a new account can also choose the password.
 */
export const SCRIPT = `
const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const say = (text) => { $('said').textContent = text; };
const claims = () => {
  try {
    return JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  } catch {
    return {};
  }
};
const { aud, change } = claims();
const id = aud === 'email-link' ? 'confirm' : aud === 'undo-link' ? 'undo' : undefined;
const DONE = {
  confirm: 'Your email address is confirmed.',
  undo: 'The change is taken back. An email by which you choose a password is on its way.',
};

if (id) {
  $(id).hidden = false;
  if (id === 'confirm' && !change) {
    $('password').href = 'password#' + token;
    $('choose').hidden = false;
  }
} else {
  say('This is no link of ours: open the one in the email whole.');
}

const send = async (event) => {
  event.preventDefault();
  say('One moment…');
  try {
    const response = await fetch(location.pathname, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }),
    });
    const problem = response.ok ? {} : await response.json().catch(() => ({}));
    if (response.ok || response.status === 401) { $(id).hidden = true; $('choose').hidden = true; }
    say(response.ok ? DONE[id] : problem.detail || 'That did not work. Try again later.');
  } catch {
    say('The shop cannot be reached. Try again later.');
  }
};
$('confirm').addEventListener('submit', send);
$('undo').addEventListener('submit', send);
`;
