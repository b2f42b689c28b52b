export { DeadlineExceeded } from './attempt.ts';
export type { ResilientCallOptions } from './options.ts';
export { resilientCall } from './resilient-call.ts';
export { RetryBudget } from './retry-budget.ts';
export { Starting } from './starting.ts';
