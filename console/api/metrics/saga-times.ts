import { type ExecutionListItem, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { type Chart, type Sample, seriesOf } from './charts.ts';

/** So many executions are listed at a time, and at most. */
const PAGE = 1_000;
const MOST = 3_000;

/** The executions of a state machine that were started since a moment (ms since 1970), newest first. */
export async function executionsSince(
  sfn: SFNClient,
  stateMachineArn: string,
  from: number,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: PAGE, nextToken }));
    found.push(...(page.executions ?? []));
    nextToken = page.nextToken;
    const oldest = found.at(-1)?.startDate?.getTime() ?? 0;
    if (oldest < from) break;
  } while (nextToken && found.length < MOST);
  return found.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= from);
}

/** How long sagas took, by when they were over. */
export function sagaTimes(executions: readonly ExecutionListItem[], minutes: readonly number[]): Chart {
  const samples = executions.flatMap(({ startDate, stopDate }): Sample[] =>
    startDate && stopDate
      ? [{ at: stopDate.getTime(), name: 'p95', value: stopDate.getTime() - startDate.getTime() }]
      : [],
  );
  return {
    id: 'saga-duration',
    title: 'Duration of sagas, p95',
    unit: 'ms',
    series: seriesOf(samples, minutes, 'p95', ['p95']),
  };
}
