/** What of AWS an engine does, behaviour by behaviour: the rows, how they are tried, and the page about it. */
export { enginesPage } from './page.ts';
export { type Outcome, outcomes, parityLines, paritySummary } from './print.ts';
export { runRows } from './run-rows.ts';
export { readResults, readTimes, writeResults } from './stored-results.ts';
export { table } from './table.ts';
