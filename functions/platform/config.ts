import * as z from 'zod/mini';

/**
 * Reads a function's configuration from its environment, once, while it initialises. A value that is missing or
 * malformed stops the function with its name, so that a bad deploy fails at the first call and says why.
 *
 * @throws Error naming every variable that does not fit.
 * @example const config = readConfig({ ORDERS_TABLE: z.string(), SAGA_ARN: z.string() });
 */
export function readConfig<S extends z.core.$ZodShape>(shape: S): z.infer<z.ZodMiniObject<S, z.core.$strip>> {
  const result = z.object(shape).safeParse(process.env);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new Error(`configuration of this function is incomplete: ${names.join(', ')}`);
}

/** A required, non-empty variable. */
export const required = z.string().check(z.minLength(1));
