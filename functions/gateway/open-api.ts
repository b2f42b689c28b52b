import document from '../contracts/openapi.json' with { type: 'json' };
import { readConfig, required } from '../platform/config.ts';
import type { OpenApi } from './docs/document.ts';

/** The document with the stage's own address as its server. @throws Error at init without API_URL. */
export const documentFromEnvironment = (): OpenApi =>
  ({ ...document, servers: [{ url: readConfig({ API_URL: required }).API_URL }] }) as unknown as OpenApi;
