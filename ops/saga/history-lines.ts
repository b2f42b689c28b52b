import type { ExecutionEvent } from '../executions/history.ts';
import { SourceFrames } from '../logs/source-frames.ts';

/** One moment of an order's life. */
export interface Moment {
  /** RFC 3339. */
  at: string;
  who: string;
  text: string;
  /** Something has failed. */
  failed?: true;
  /** Attempts before this one that failed alike and are not told one by one. */
  alike?: number;
  /** The state of an execution that it is about. */
  of?: { execution: string; state: string };
}

/** So many failed attempts in a row with the same error are told one by one: the first ones, and the last. */
const TOLD = 2;

interface Attempt {
  at: string;
  error: string;
}

/** What an error says in one line. */
export function inShort(error = 'unknown', cause = ''): string {
  let text = cause;
  try {
    text = (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {}
  const line = text.split('\n')[0]!.slice(0, 100);
  return line && line !== error ? `${error}: ${line}` : error;
}

const sources = new SourceFrames();

/** Where a step has thrown, as ` at functions/payments/charges.ts:57:25`; nothing for what says no line of the sources. */
function thrownAt(frames: Pick<SourceFrames, 'resolve'>, cause = ''): string {
  try {
    const { trace = [] } = JSON.parse(cause) as { trace?: string[] };
    const [place] = trace.flatMap(
      (line) => /\bfunctions\/[^\s()]+:\d+:\d+/.exec(frames.resolve(line))?.[0] ?? [],
    );
    return place ? ` at ${place}` : '';
  } catch {
    return '';
  }
}

/**
 * The history of an execution, as moments: every state that was entered, every attempt that failed (many alike are
 * counted), and the end.
 */
export function historyMoments(
  who: string,
  name: string,
  events: ExecutionEvent[],
  frames: Pick<SourceFrames, 'resolve'> = sources,
): Moment[] {
  const moments: Moment[] = [];
  let [state, attempt] = ['', 0];
  let failed: Attempt[] = [];
  const flush = () => {
    const told = attemptMoments(who, state, attempt, failed);
    moments.push(...told.map((moment) => ({ ...moment, of: { execution: name, state } })));
    failed = [];
  };
  for (const event of events) {
    const at = event.at.toISOString();
    if (event.kind === 'entered') {
      flush();
      [state, attempt] = [event.state, 0];
      moments.push({ at, who, text: state, of: { execution: name, state } });
    } else if (event.kind === 'attempted') attempt += 1;
    else if (event.kind === 'failed')
      failed.push({ at, error: inShort(event.error, event.cause) + thrownAt(frames, event.cause) });
    else if (event.kind === 'succeeded' && attempt > 1) {
      flush();
      moments.push({
        at,
        who,
        text: `${state}: attempt ${attempt} succeeds`,
        of: { execution: name, state },
      });
    } else if (event.kind === 'started') moments.push({ at, who, text: `execution ${name} begins` });
    else if (event.kind === 'ended') {
      flush();
      const why = event.error ? ` (${inShort(event.error, event.cause)})` : '';
      const text = `execution ${name} has ${event.status}${why}`;
      moments.push({ at, who, text, ...(event.status !== 'SUCCEEDED' && { failed: true }) });
    }
  }
  flush();
  return moments;
}

/** `last` is the number of the last attempt that was made; those that failed are the ones before it, or include it. */
function attemptMoments(who: string, state: string, last: number, failed: Attempt[]): Moment[] {
  const moments: Moment[] = [];
  const first = last - failed.length + (failed.length > 0 && last > failed.length ? 0 : 1);
  for (let from = 0; from < failed.length; ) {
    let to = from;
    while (to + 1 < failed.length && failed[to + 1]!.error === failed[from]!.error) to += 1;
    const tell = (index: number, alike = 0) => {
      const { at, error } = failed[index]!;
      const more = alike > 0 ? ` (so did the ${alike} before)` : '';
      const text = `${state}: attempt ${first + index} fails, ${error}${more}`;
      moments.push({ at, who, text, failed: true, ...(alike > 0 && { alike }) });
    };
    for (let index = from; index <= Math.min(to, from + TOLD - 1); index += 1) tell(index);
    const between = to - from - TOLD;
    if (to > from + TOLD - 1) tell(to, between);
    from = to + 1;
  }
  return moments;
}
