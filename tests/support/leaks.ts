import type { Line } from '../../ops/logs/line.ts';
import type { Said } from './said-secrets.ts';

/** What no line may hold whoever said it: tokens by their form, and addresses. */
const FORMS: Record<string, RegExp> = {
  'a JSON Web Token': /eyJ[\w-]{8,}\.[\w-]{8,}/,
  'a refresh token': /\.[\w-]{22}\.[\w-]{43}(?![\w-])/,
  'an email address': /[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/i,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};

/** What stands in lines that must not be there, each with the function that wrote it. */
export function leaksIn(lines: readonly Pick<Line, 'fn' | 'text'>[], said: readonly Said[]): string[] {
  const words = new Map(said.filter(({ text }) => /^[\w.-]+$/.test(text)).map((one) => [one.text, one]));
  const phrases = said.filter(({ text }) => !/^[\w.-]+$/.test(text));
  const leaks = new Set<string>();
  for (const { fn, text } of lines) {
    for (const [what, form] of Object.entries(FORMS)) if (form.test(text)) leaks.add(`${fn}: ${what}`);
    for (const word of text.match(/[\w.-]+/g) ?? []) {
      const one = words.get(word);
      if (one) leaks.add(`${fn}: the ${one.kind} ${one.text}`);
    }
    for (const { kind, text: phrase } of phrases)
      if (text.includes(phrase)) leaks.add(`${fn}: the ${kind} ${phrase}`);
  }
  return [...leaks];
}
