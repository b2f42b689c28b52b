import type { Resource } from '@serverless-orders/localstack';
import { ALARM_RULES } from './alarm-rules.ts';
import { DATA_RULES } from './data-rules.ts';
import { FAILURE_RULES } from './failure-rules.ts';
import { type Broken, broken, type Rule } from './rule.ts';
import { SERVICE_RULES } from './service-rules.ts';
import { TRACING_RULES } from './tracing-rules.ts';
import { TRUST_RULES } from './trust-rules.ts';

/** What every stage has to keep to, on an engine too. */
export const RULES_OF_ALL: Rule[] = [...TRUST_RULES, ...SERVICE_RULES, ...TRACING_RULES];

/** What a stage has to keep to whose data would be missed. */
export const RULES: Rule[] = [...RULES_OF_ALL, ...DATA_RULES, ...FAILURE_RULES, ...ALARM_RULES];

/** All that is broken of some rules. */
export const allBroken = (rules: readonly Rule[], resources: Resource[]): Broken[] =>
  rules.flatMap((rule) => broken(rule, resources));
