import * as z from 'zod/mini';

/**
 * Reads a function's configuration from its environment, once, while it initialises. A value that is missing or
 * malformed stops the function with its name, so that a bad deploy fails at the first call and says why.
 *
 * @throws Error naming every variable that does not fit.
 * @example const config = readConfig({ ORDERS_TABLE: z.string(), SAGA_ARN: z.string() });
 */
export function readConfig<S extends z.core.$ZodShape>(shape: S): z.infer<z.ZodMiniObject<S, z.core.$strip>> {
  const read: Record<string, unknown> = {};
  const names: string[] = [];
  // One by one: z.object would make a function of source text first, which takes longer than reading a few variables once.
  for (const [name, schema] of Object.entries(shape)) {
    const result = z.safeParse(schema, process.env[name]);
    if (!result.success)
      names.push(`${name} (${result.error.issues.map(({ message }) => message).join(', ')})`);
    else if (result.data !== undefined) read[name] = result.data;
  }
  if (names.length === 0) return read as z.infer<z.ZodMiniObject<S, z.core.$strip>>;
  throw new Error(`configuration of this function is incomplete: ${names.join(', ')}`);
}

/** A required, non-empty variable. */
export const required = z.string().check(z.minLength(1));
