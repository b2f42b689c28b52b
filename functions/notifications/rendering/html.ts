/** Text that is HTML already: only the tag below makes it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

const markupOf = (value: string | Html | readonly Html[]): string => {
  if (value instanceof Html) return String(value);
  return typeof value === 'string' ? escapeHtml(value) : value.join('');
};

/**
 * Makes HTML. What is put into it is escaped, except for HTML that was made the same way.
 *
 * @example html`<p>${user.name}</p>`
 */
export function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < values.length ? markupOf(values[index]!) : '')).join(''),
  );
}
