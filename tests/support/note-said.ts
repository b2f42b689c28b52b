import { afterAll } from 'vitest';
import { noteSaid } from './said-secrets.ts';

/** The last file of tests looks for what was said in the logs. */
afterAll(noteSaid());
