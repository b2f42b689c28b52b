import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Invalid } from './errors.ts';

type Values = Record<string, AttributeValue>;

/** Longest first; a token is one of these, a name, a placeholder or a number. */
const TOKEN = /\s*(<>|<=|>=|[=<>(),.[\]+-]|[#:]?[A-Za-z0-9_]+)/y;

/** The words of an expression, read one after another. */
export class Tokens {
  /** What the request's values have to be, whatever is in the table: DynamoDB refuses the request otherwise. */
  readonly checks: ((values: Values) => void)[] = [];
  readonly #text: string;
  readonly #words: string[] = [];
  #at = 0;

  /** @throws Invalid at a character that no expression has. */
  constructor(text: string) {
    this.#text = text;
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const match = TOKEN.exec(text);
      if (!match) throw this.wrong();
      this.#words.push(match[1]!);
    }
    if (this.#words.length === 0) throw new Invalid('The expression can not be empty;');
  }

  get next(): string | undefined {
    return this.#words[this.#at];
  }

  get afterNext(): string | undefined {
    return this.#words[this.#at + 1];
  }

  /** The next word. @throws Invalid at the end. */
  take(): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw this.wrong();
    this.#at += 1;
    return word;
  }

  /** Takes the next word if it is this one, in capitals or not. */
  skip(word: string): boolean {
    if (this.next?.toUpperCase() !== word.toUpperCase()) return false;
    this.#at += 1;
    return true;
  }

  /** Takes the next word, which has to be this one. @throws Invalid when it is not. */
  expect(word: string): void {
    if (!this.skip(word)) throw this.wrong();
  }

  /** @throws Invalid unless all was read. */
  end(): void {
    if (this.next !== undefined) throw this.wrong();
  }

  /** Notes that a placeholder, if this is one, has to be of one of the types. */
  allow(word: string, types: readonly string[], operator: string): void {
    if (!word.startsWith(':')) return;
    this.checks.push((values) => {
      const type = Object.keys(values[word]!)[0]!;
      if (!types.includes(type))
        throw new Invalid(
          `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
        );
    });
  }

  wrong(): Invalid {
    return new Invalid(
      `Invalid expression: Syntax error; token: ${this.next ?? '<EOF>'}, in: "${this.#text}"`,
    );
  }
}
