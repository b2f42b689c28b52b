import type { Row } from './row.ts';
import { asynchronousRows } from './rows/asynchronous.ts';
import { environmentRows } from './rows/environment.ts';
import { errorRows } from './rows/errors.ts';
import { faultRows } from './rows/faults.ts';
import { handlerRows } from './rows/handler.ts';
import { initRows } from './rows/init.ts';
import { lifecycleRows } from './rows/lifecycle.ts';
import { limitRows } from './rows/limits.ts';
import { logRows } from './rows/logs.ts';

/**
 * The behaviour of functions, compared with what AWS documents.
 */
export const table: { title: string; rows: Row[] }[] = [
  { title: 'Handlers', rows: handlerRows },
  { title: 'Errors', rows: errorRows },
  { title: 'Init', rows: initRows },
  { title: 'Environment', rows: environmentRows },
  { title: 'Lifecycle', rows: lifecycleRows },
  { title: 'Logs', rows: logRows },
  { title: 'Limits', rows: limitRows },
  { title: 'Asynchronous invocations', rows: asynchronousRows },
  { title: 'Faults on purpose', rows: faultRows },
];
