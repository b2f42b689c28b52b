/** RFC 9110, 5.6.2: what the name of a field may be made of. */
const NAME = /^[!#$%&'*+\-.^_`|~\da-z]+$/i;
/** https://fetch.spec.whatwg.org/#header-value: what may not be in one, and what is not part of it at its ends. */
const FORBIDDEN = /[\0\n\r]|[^\0-\xff]/;
const ENDS = /^[\t\n\r ]+|[\t\n\r ]+$/g;

type Fields = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/**
 * The Headers of the Fetch standard (https://fetch.spec.whatwg.org/#headers-class) in bundles, for messages that go over no network
 * of ours: at the first use of its own, Node loads all of undici, which takes longer than all else that a call between services needs.
 * Cookies are fields as others are: no service sends any. headers-polyfill asks for the global Headers, and so loads what is to be
 * spared, and passes over what is no header without a word.
 */
export class Headers {
  readonly #fields = new Map<string, string>();

  /** @throws TypeError for what is no name or no value of a header, as all that follow. */
  constructor(init: Fields = {}) {
    const fields =
      Symbol.iterator in init ? (init as Iterable<readonly [string, string]>) : Object.entries(init);
    for (const field of fields) {
      if (field.length !== 2) throw new TypeError('a header is a name and a value');
      this.append(...field);
    }
  }

  append(name: string, value: string): void {
    const [field, text] = [fieldOf(name), textOf(value)];
    const before = this.#fields.get(field);
    this.#fields.set(field, before === undefined ? text : `${before}, ${text}`);
  }

  set(name: string, value: string): void {
    this.#fields.set(fieldOf(name), textOf(value));
  }

  get(name: string): string | null {
    return this.#fields.get(fieldOf(name)) ?? null;
  }

  has(name: string): boolean {
    return this.#fields.has(fieldOf(name));
  }

  delete(name: string): void {
    this.#fields.delete(fieldOf(name));
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void): void {
    for (const [name, value] of this) callback(value, name, this);
  }

  /** In the order of their names, in which the standard gives them. */
  entries(): IterableIterator<[string, string]> {
    return [...this.#fields].sort(([one], [other]) => (one < other ? -1 : 1)).values();
  }

  keys(): IterableIterator<string> {
    return [...this.#fields.keys()].sort().values();
  }

  values(): IterableIterator<string> {
    return Array.from(this, ([, value]) => value).values();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function fieldOf(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`"${name}" is no name of a header`);
  return name.toLowerCase();
}

function textOf(value: string): string {
  const text = String(value).replace(ENDS, '');
  if (FORBIDDEN.test(text)) throw new TypeError('a character cannot be in the value of a header');
  return text;
}
