import * as z from 'zod/mini';
import { named } from './schemas.ts';

/** The body of every error response: RFC 9457, with one entry in `errors` for each thing that is wrong with the input. */
export const Problem = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().check(z.gte(400), z.lte(599)),
    /** What is wrong, for people. */
    detail: z.string(),
    /** The path that was called. */
    instance: z.string(),
    /** The trace of the request, by which its logs are found; in X-Ray's notation when API Gateway itself refuses. */
    traceId: z.string(),
    /** `pointer` is a JSON pointer (RFC 6901) into the body, or begins with /path or /query. */
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })),
  }),
);
export type Problem = z.infer<typeof Problem>;
