import { Resource } from 'sst/resource';
import type * as z from 'zod/mini';

/**
 * Reads a secret that was linked to this function (sst puts it, encrypted, into the function's own package).
 *
 * @throws Error naming the link when it is missing or malformed.
 * @example const { privateKey } = readLinked('AuthSigningKey', z.object({ privateKey: z.string() }));
 */
export function readLinked<S extends z.ZodMiniType>(name: string, schema: S): z.infer<S> {
  const result = schema.safeParse((Resource as unknown as Record<string, unknown>)[name]);
  if (!result.success)
    throw new Error(`the link ${name} of this function is incomplete: ${result.error.message}`);
  return result.data;
}
