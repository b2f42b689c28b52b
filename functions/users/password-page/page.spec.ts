import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY, PAGE } from './page.ts';

const inline = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(PAGE)![1]!;

interface Element {
  id: string;
  hidden: boolean;
  value: string;
  textContent: string;
  submit?: (event: { preventDefault: () => void }) => unknown;
}

/** Runs the page's own script with stand-ins for what it uses of a browser; `answers` are the shop's, one after another. */
function open(hash: string, answers: { status: number; body?: object }[] = []) {
  const ids = [...PAGE.matchAll(/ id="(\w+)"/g)].map(([, id]) => id!);
  const elements = new Map(
    ids.map((id) => [
      id,
      { id, hidden: PAGE.includes(`id="${id}" hidden`), value: '', textContent: '' } as Element,
    ]),
  );
  const location = { hash, pathname: '/stage/auth/password' };
  const fetch = vi.fn(async (_path: string, _init: { body: string }) => {
    const answer = answers.shift();
    if (!answer) throw new TypeError('Failed to fetch');
    const json = async () => answer.body ?? JSON.parse('');
    return { status: answer.status, ok: answer.status < 300, json };
  });
  const replaceState = vi.fn();
  const withListener = (element: Element) => ({
    addEventListener: (_: string, listener: Element['submit']) => {
      element.submit = listener;
    },
  });
  for (const element of elements.values()) Object.assign(element, withListener(element));
  const document = { getElementById: (id: string) => elements.get(id) };
  runInContext(inline('script'), createContext({ document, location, history: { replaceState }, fetch }));
  return {
    fetch,
    replaceState,
    visible: () => ['choose', 'ask'].filter((id) => !elements.get(id)!.hidden),
    said: () => elements.get('said')!.textContent,
    async submit(form: string, values: Record<string, string>) {
      for (const [id, value] of Object.entries(values)) elements.get(id)!.value = value;
      await elements.get(form)!.submit!({ preventDefault: () => {} });
      await turn();
    },
    sent: () => fetch.mock.calls.map(([path, { body }]) => [path, JSON.parse(body)]),
  };
}

const both = (password: string, again = password) => ({ password, again });

describe('the page that password links open', () => {
  it('allows its own script and style, and nothing else', () => {
    for (const tag of ['script', 'style']) {
      const hash = createHash('sha256').update(inline(tag)).digest('base64');
      expect(CONTENT_SECURITY_POLICY).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*/);
    expect(PAGE).not.toMatch(/ (src|href|on\w+|style)=/);
  });

  it('sends the token with the password, and takes it out of the address', async () => {
    const page = open('#a.b.c', [{ status: 204 }]);
    expect(page.visible()).toEqual(['choose']);
    expect(page.replaceState).toHaveBeenCalledWith(null, '', '/stage/auth/password');
    await page.submit('choose', both('a long pass phrase'));

    expect(page.sent()).toEqual([
      ['/stage/auth/password', { token: 'a.b.c', password: 'a long pass phrase' }],
    ]);
    expect(page.said()).toMatch(/is set/);
    expect(page.visible()).toEqual([]);
  });

  it.each([
    ['too short', both('short'), /8 characters/],
    ['not the same', both('a long pass phrase', 'another'), /not the same/],
  ])('does not send what is %s', async (_, values, expected) => {
    const page = open('#a.b.c');
    await page.submit('choose', values);
    expect(page.said()).toMatch(expected);
    expect(page.fetch).not.toHaveBeenCalled();
  });

  it('shows the form that asks for a link when there is no token', async () => {
    const page = open('', [{ status: 202 }]);
    expect(page.visible()).toEqual(['ask']);
    await page.submit('ask', { email: 'ada@example.com' });

    expect(page.sent()).toEqual([['/stage/auth/password-link', { email: 'ada@example.com' }]]);
    expect(page.said()).toMatch(/on its way/);
  });

  it.each([
    ['a used link', { status: 401, body: { detail: 'The link was used.' } }, 'The link was used.', ['ask']],
    [
      'a bad password',
      { status: 400, body: { detail: 'x', errors: [{ detail: 'Too long' }] } },
      'Too long',
      ['choose'],
    ],
    ['no problem that it can read', { status: 502 }, 'That did not work. Try again later.', ['choose']],
    ['no answer', undefined, 'The shop cannot be reached. Try again later.', ['choose']],
  ])('tells of %s', async (_, answer, expected, visible) => {
    const page = open('#a.b.c', answer ? [answer] : []);
    await page.submit('choose', both('a long pass phrase'));
    expect(page.said()).toBe(expected);
    expect(page.visible()).toEqual(visible);
  });
});
