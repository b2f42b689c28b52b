import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { forceBreaker } from './breakers.ts';
import { putProduct } from './inventory.ts';
import { OPERATIONS } from './operations.ts';
import { drainInstance } from './registry.ts';
import { lineOfText } from './schemas.ts';
import { NewPassword, PersonName, Typed } from './user-schemas.ts';

/** Texts of n characters that have more UTF-16 units, bytes or things to be seen than that. */
const KINDS: [string, string][] = [
  ['letters', 'x'],
  ['emoji', '😀'],
  ['letters beyond the basic plane', '𝒳'],
  ['Chinese', '漢'],
  ['rare Chinese', '𠮷'],
];
const isFine = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value).success;

describe.each(KINDS)('lengths of %s', (_, one) => {
  const text = (count: number) => one.repeat(count);
  it.each<[string, (text: string) => boolean, number]>([
    ['a line of text', (text) => isFine(lineOfText(100), text), 100],
    ["a person's name", (text) => isFine(PersonName, text), LIMITS.name],
    ['a password', (text) => isFine(NewPassword, text), LIMITS.password],
    ['a typed password', (text) => isFine(Typed(LIMITS.password), text), LIMITS.password],
    [
      'the name of a product',
      (name) => isFine(putProduct.body, { ...putProduct.bodyExample, name }),
      LIMITS.name,
    ],
    ['the reason of a drain', (reason) => isFine(drainInstance.body, { reason }), 200],
    [
      'the reason of a breaker',
      (reason) => isFine(forceBreaker.body, { ...forceBreaker.bodyExample, reason }),
      200,
    ],
  ])('%s are characters', (__, fits, most) => {
    expect(fits(text(most))).toBe(true);
    expect(fits(text(most + 1))).toBe(false);
  });

  it('a password has at least so many', () => {
    expect(isFine(NewPassword, text(LIMITS.passwordLeast))).toBe(true);
    expect(isFine(NewPassword, text(LIMITS.passwordLeast - 1))).toBe(false);
  });
});

it('an emoji that is made of several is as many characters as it is made of', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(isFine(lineOfText(7), family)).toBe(true);
  expect(isFine(lineOfText(6), family)).toBe(false);
});

const bodies = Object.values(OPERATIONS)
  .flat()
  .flatMap(({ id, body }) => (body ? [[id, body] as const] : []));

/** Each text of a schema with a limit, as its JSON schema: both have to say the same of it. */
function* limited(schema: z.core.$ZodType): Iterable<z.core.$ZodType> {
  const { def } = schema._zod as unknown as { def: Record<string, unknown> };
  if (def.type === 'string') yield schema;
  const inner = [def.innerType, def.element, ...Object.values((def.shape ?? {}) as object)];
  for (const one of inner) if (one) yield* limited(one as z.core.$ZodType);
}

it.each(bodies)('%s: every text is as long as its JSON schema lets it be', (_, body) => {
  const ajv = new Ajv2020({ strict: false });
  for (const schema of limited(body)) {
    const { maxLength, minLength } = z.toJSONSchema(schema) as { maxLength?: number; minLength?: number };
    const check = ajv.compile({ maxLength, minLength });
    for (const length of [maxLength, minLength].filter((value) => value !== undefined))
      for (const value of [length - 1, length, length + 1].map((count) => '😀'.repeat(Math.max(0, count)))) {
        const { error } = z.safeParse(schema, value);
        const isLength =
          error?.issues.some(({ code }) => code === 'too_big' || code === 'too_small') ?? false;
        expect(isLength).toBe(!check(value));
      }
  }
});
