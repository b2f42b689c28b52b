/** Text that is markup already, and must not be escaped again. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const toText = (part: Part): string => {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(toText).join('');
  if (part === undefined || part === false) return '';
  return String(part).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
};

/**
 * Markup as a template: what is filled in is escaped, unless it is markup itself.
 *
 * @example html`<b>${'<script>'}</b>`.text // '<b>&lt;script&gt;</b>'
 */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.map((string, at) => string + toText(parts[at])).join(''));

/** Sentences as documents have them: `code` between backticks, paragraphs between empty lines. */
export const prose = (text: string | undefined): Html[] =>
  (text ?? '')
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((paragraph) => html`<p>${inline(paragraph)}</p>`);

/** One line of such sentences. */
export const inline = (text: string): Part[] =>
  text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));

/** JSON with its keys, texts and other values told apart. */
export function json(value: unknown): Html {
  const text = JSON.stringify(value, null, 2);
  const tokens = text.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?|-?\b\d[\d.eE+-]*|\b(?:true|false|null)\b)/);
  return html`<pre><code>${tokens.map((token, at) =>
    at % 2 === 0 ? token : html`<span class="${kindOf(token)}">${token}</span>`,
  )}</code></pre>`;
}

function kindOf(token: string): string {
  if (token.endsWith(':')) return 'key';
  return token.startsWith('"') ? 'text' : 'value';
}
