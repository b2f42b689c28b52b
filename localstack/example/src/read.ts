import { handler as get } from './get.ts';

/** What get.ts answers, by a function URL and without an API: the path is the id. */
export const handler = (event: { rawPath: string }) =>
  get({ pathParameters: { id: event.rawPath.slice(1) } });
