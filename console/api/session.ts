import { z } from 'zod';
import { read } from './endpoint.ts';

/** Which stage is shown, and what may be done to it. */
export const session = read({
  input: z.object({}),
  run: async ({ name, isLocal, mayAct, access }) => ({
    stage: name,
    isLocal,
    mayAct,
    region: access.config.region,
  }),
});
