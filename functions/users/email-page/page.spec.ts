import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY, PAGE } from './page.ts';

const inline = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(PAGE)![1]!;
const tokenOf = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

/** Runs the page's own script with stand-ins for what it uses of a browser. */
function open(hash: string, answer?: { status: number; body?: object }) {
  const elements = new Map(
    [...PAGE.matchAll(/ id="(\w+)"/g)].map(([, id]) => {
      const element = {
        hidden: PAGE.includes(`id="${id}" hidden`),
        textContent: '',
        href: '',
        submit: undefined as ((event: object) => unknown) | undefined,
        addEventListener: (_: string, listener: (event: object) => unknown) => {
          element.submit = listener;
        },
      };
      return [id!, element];
    }),
  );
  const location = { hash, pathname: '/stage/auth/email' };
  const fetch = vi.fn(async (_path: string, _init: { body: string }) => {
    if (!answer) throw new TypeError('Failed to fetch');
    return { ok: answer.status < 300, status: answer.status, json: async () => answer.body };
  });
  const replaceState = vi.fn();
  const document = { getElementById: (id: string) => elements.get(id) };
  const world = { document, location, history: { replaceState }, fetch, atob };
  runInContext(inline('script'), createContext(world));
  return {
    fetch,
    replaceState,
    visible: () => ['confirm', 'undo', 'choose'].filter((id) => !elements.get(id)!.hidden),
    href: () => elements.get('password')!.href,
    said: () => elements.get('said')!.textContent,
    async press(form: string) {
      await elements.get(form)!.submit!({ preventDefault: () => {} });
      await turn();
    },
  };
}

describe('the page that links about addresses open', () => {
  it('allows its own script and style, and nothing else', () => {
    for (const tag of ['script', 'style']) {
      const hash = createHash('sha256').update(inline(tag)).digest('base64');
      expect(CONTENT_SECURITY_POLICY).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*/);
    expect(PAGE).not.toMatch(/ (src|on\w+|style)=/);
  });

  it.each([
    ['confirms an address', { aud: 'email-link', change: 'c' }, ['confirm'], 'confirm', /is confirmed/],
    ['takes a change back', { aud: 'undo-link', change: 'c' }, ['undo'], 'undo', /taken back/],
  ] as const)('%s at the press of a button, and not before', async (_, claims, visible, form, said) => {
    const token = tokenOf(claims);
    const page = open(`#${token}`, { status: 204 });
    expect(page.visible()).toEqual(visible);
    expect(page.replaceState).toHaveBeenCalledWith(null, '', '/stage/auth/email');
    expect(page.fetch).not.toHaveBeenCalled();
    await page.press(form);

    expect(page.fetch.mock.calls.map(([path, { body }]) => [path, JSON.parse(body)])).toEqual([
      ['/stage/auth/email', { token }],
    ]);
    expect(page.said()).toMatch(said);
    expect(page.visible()).toEqual([]);
  });

  it('lets the reader of a verification link choose the password instead', () => {
    const token = tokenOf({ aud: 'email-link' });
    const page = open(`#${token}`);
    expect(page.visible()).toEqual(['confirm', 'choose']);
    expect(page.href()).toBe(`password#${token}`);
  });

  it.each([
    ['nothing', ''],
    ['no token', '#garbage'],
    ['a token of another kind', `#${tokenOf({ aud: 'password-link' })}`],
    ['an inherited kind', `#${tokenOf({ aud: 'toString' })}`],
  ])('does nothing with %s', (_, hash) => {
    const page = open(hash);
    expect(page.visible()).toEqual([]);
    expect(page.said()).toMatch(/no link of ours/);
  });

  it.each([
    ['what the shop says', { status: 401, body: { detail: 'The link was used.' } }, /was used/, []],
    ['that the address is taken', { status: 409, body: { detail: 'It is taken.' } }, /taken/, ['confirm']],
    ['that the shop is away', undefined, /cannot be reached/, ['confirm']],
  ] as const)('says %s', async (_, answer, said, visible) => {
    const page = open(`#${tokenOf({ aud: 'email-link', change: 'c' })}`, answer);
    await page.press('confirm');
    expect(page.said()).toMatch(said);
    expect(page.visible()).toEqual(visible);
  });
});
