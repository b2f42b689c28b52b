import { kinds as events } from './eventbridge.ts';
import type { Kinds } from './kind.ts';
import { kinds as logs } from './logs.ts';
import { kinds as metrics } from './metrics.ts';

/** Pulumi's module `cloudwatch` holds three services of AWS. */
export const kinds: Kinds = { ...logs, ...events, ...metrics };
