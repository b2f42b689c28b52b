import * as z from 'zod/mini';
import { expression } from '../expression.ts';
import { LIMITS } from '../limits.ts';
import { Money } from '../money.ts';

/** A sku as clients write it. `.` and `..` name nothing in a path: whoever normalizes it takes them away (RFC 3986, 5.2.4). */
export const Sku = z
  .string()
  .check(z.regex(/^(?!\.{1,2}$)[\w.-]{1,64}$/, 'Expected a sku: letters, digits, dot, dash, underscore'));

/**
 * An id. Ours are UUIDs; of users it can be one that an external issuer has given, as in `auth0|5f7c`. It is opaque, but made
 * of characters that stand for themselves in a path, so that there is one way to write it.
 */
export const Id = z
  .string()
  .check(
    z.regex(/^(?!\.{1,2}$)[\w.~:|@+=-]{1,128}$/, 'Expected an id: letters, digits and . _ ~ : | @ + = -'),
  );

/** RFC 3339, UTC. */
export const Time = z.iso.datetime();

const unwritable = expression(String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]`, 'u');
const visible = expression(String.raw`[\p{L}\p{N}\p{P}\p{S}]`, 'u');

/**
 * Whether a text has no control characters, no lone surrogates, and none of the marks that turn the direction of text around: in an email or
 * on a screen they break lines or make a name look like another. Scripts that are written from right to left are fine.
 */
const isLine = (text: string): boolean => !unwritable().test(text) && (text === '' || visible().test(text));

/** A name in any script, up to so many characters, at least one of them to be seen. */
export const lineOfText = (longest: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(longest),
      z.refine(isLine, 'Expected letters, digits or signs, without control characters'),
    );

/** The path of an operation on one thing. */
export const IdPath = z.object({ id: Id });
export const SkuPath = z.object({ sku: Sku });

/** The query of every list: `?limit=&cursor=`. */
export const ListQuery = z.strictObject({
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(LIMITS.pageSize)), 20),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(512))),
});

/** A page of a list: `next` is the cursor of the next one, null at the end. */
export const pageOf = <S extends z.core.$ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), next: z.nullable(z.string()) });

/** Gives a schema its name in the OpenAPI document. */
export function named<S extends z.core.$ZodType>(id: string, schema: S): S {
  z.globalRegistry.add(schema, { id });
  return schema;
}

named('Money', Money);
