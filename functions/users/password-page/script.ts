import { LIMITS } from '../../contracts/limits.ts';

/**
 * With a token after the # the page shows the form for a password, without one the form that asks for a link. The script
 * removes the token from the address bar at once, so that it is neither in the history nor in a screenshot.
 */
export const SCRIPT = `
const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const form = $(token ? 'choose' : 'ask');
form.hidden = false;

const say = (text, done) => { $('said').textContent = text; if (done) form.hidden = true; };
const reason = async (response) => {
  const problem = await response.json().catch(() => ({}));
  return (problem.errors && problem.errors[0] && problem.errors[0].detail) || problem.detail || 'That did not work. Try again later.';
};
const send = async (path, body, done) => {
  say('One moment…');
  try {
    const response = await fetch(path, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    if (response.ok) say(done, true);
    else say(await reason(response));
    if (response.status === 401) { form.hidden = true; $('ask').hidden = false; }
  } catch {
    say('The shop cannot be reached. Try again later.');
  }
};

$('choose').addEventListener('submit', (event) => {
  event.preventDefault();
  const password = $('password').value;
  if (password.length < ${LIMITS.passwordLeast}) return say('Take ${LIMITS.passwordLeast} characters or more.');
  if (password !== $('again').value) return say('The two are not the same.');
  return send(location.pathname, { token, password }, 'Your password is set: sign in with it from now on.');
});
$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  return send(location.pathname + '-link', { email: $('email').value },
    'If this address has an account, an email with a link is on its way.');
});
`;
