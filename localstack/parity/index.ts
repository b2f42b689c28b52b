/** The parity check: AWS's behaviours one by one, how each is tried on an engine, and the page with the results. */
export { enginesPage } from './page.ts';
export { type Outcome, outcomes, parityLines, paritySummary } from './print.ts';
export { runRows } from './run-rows.ts';
export { readResults, readTimes, writeResults } from './stored-results.ts';
export { table } from './table.ts';
