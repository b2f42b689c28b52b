import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { ServiceError } from '../service-error.ts';

z.config(en());

/**
 * A message's fields, checked by the same schemas as those of HTTP: proto says what a field is, and not which values make
 * sense. What a client leaves out is empty or zero here.
 *
 * @throws ServiceError `invalid`, with the fields.
 * @example const { id } = valid(z.object({ id: Id }), request);
 */
export function valid<S extends z.core.$ZodType>(schema: S, message: object): z.infer<S> {
  const result = z.safeParse(schema, message);
  if (result.success) return result.data;
  throw new ServiceError('invalid', 'The request is not valid.', {
    violations: result.error.issues.map(({ path, message: detail }) => ({
      pointer: path.map((part) => `/${String(part)}`).join(''),
      detail,
    })),
  });
}
