import * as z from 'zod/mini';

/**
 * What a publisher puts on its service's failure queue about an outbox record that cannot be published as it is: where
 * the record stands and what is wrong, not what it says (personal data may be in it). Read by `npm run dlq`.
 */
export const SetAside = z.object({
  setAside: z.object({ pk: z.string(), sk: z.string() }),
  reason: z.string(),
});
export type SetAside = z.infer<typeof SetAside>;
