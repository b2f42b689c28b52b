import { useEffect, useRef } from 'preact/hooks';
import type { OrderRun } from '../../../api/order.ts';
import { durationText } from '../../lib/format.ts';
import { Badge, Facts, Json, Time, type Tone } from '../../ui/parts.tsx';
import { Table } from '../../ui/table.tsx';

type Visit = OrderRun['visits'][number];
type Attempt = Visit['attempts'][number];

/** So much of the panel has to be on the screen (CSS pixels). */
const SEEN = 160;

const HOW: Record<Visit['how'], Tone> = {
  running: 'busy',
  succeeded: 'good',
  failed: 'bad',
  stopped: 'warn',
};

const RUN_TONES: Record<string, Tone> = { SUCCEEDED: 'good', RUNNING: 'busy', ABORTED: 'warn' };

export const toneOfRun = (status: string): Tone => RUN_TONES[status] ?? 'bad';

/** What a state did in a run: what went in and came out, each attempt with its error, and when. */
export function StatePanel({ run, state, comment }: { run: OrderRun; state: string; comment?: string }) {
  const visits = run.visits.filter((visit) => visit.state === state);
  const panel = useRef<HTMLDivElement>(null);
  // Beside the picture it is seen; on a narrow screen it is far below.
  useEffect(() => {
    const { top = 0, bottom = 0 } = panel.current?.getBoundingClientRect() ?? {};
    if (top > innerHeight - SEEN || bottom < SEEN) panel.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div ref={panel} class="state-panel">
      {comment && <p class="muted">{comment}</p>}
      {visits.length === 0 && <p>This run has not come to this state.</p>}
      {visits.map((visit) => (
        <VisitFacts key={visit.enteredAt} visit={visit} />
      ))}
    </div>
  );
}

function VisitFacts({ visit }: { visit: Visit }) {
  const { how, enteredAt, exitedAt, attempts, input, output } = visit;
  const failed = attempts.findLast(({ error }) => error !== undefined);
  return (
    <>
      <Facts
        of={{
          Outcome: <Badge tone={HOW[how]}>{how}</Badge>,
          Entered: <Time at={enteredAt} ms />,
          Left: exitedAt && <Time at={exitedAt} ms />,
          Took: exitedAt && durationText(between(enteredAt, exitedAt)),
        }}
      />
      {failed && <ErrorFacts attempt={failed} />}
      {attempts.length > 0 && (
        <>
          <h4>Attempts</h4>
          <Table
            label="Attempts"
            rows={attempts}
            keyOf={({ at }) => at}
            columns={[
              { title: '#', number: true, cell: (one) => attempts.indexOf(one) + 1 },
              { title: 'Began', cell: ({ at }) => <Time at={at} ms /> },
              {
                title: 'Took',
                number: true,
                cell: ({ at, endedAt }) => (endedAt ? durationText(between(at, endedAt)) : '…'),
              },
              {
                title: 'Outcome',
                cell: ({ error, endedAt }) =>
                  error ? <span class="bad-text break">{error}</span> : endedAt ? 'succeeded' : 'under way',
              },
            ]}
          />
        </>
      )}
      <h4>Input</h4>
      <Json label="Input" value={parsed(input)} />
      {output !== undefined && (
        <>
          <h4>Output</h4>
          {output === input ? (
            <p class="muted">Its input, unchanged.</p>
          ) : (
            <Json label="Output" value={parsed(output)} />
          )}
        </>
      )}
    </>
  );
}

/** A function's error comes as JSON: its message is what people read first, its stack what they may want to see. */
function ErrorFacts({ attempt: { error, cause } }: { attempt: Attempt }) {
  const told = parsed(cause) as { errorMessage?: string; trace?: string[] } | string | undefined;
  const message = typeof told === 'object' ? told.errorMessage : told;
  const trace = typeof told === 'object' ? told.trace : undefined;
  return (
    <div class="error-facts">
      <p>
        <strong class="break">{error}</strong>
      </p>
      {message && <p class="break">{message}</p>}
      {trace && trace.length > 0 && (
        <details>
          <summary>Stack</summary>
          <Json label="Stack" value={trace.join('\n')} />
        </details>
      )}
    </div>
  );
}

const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** JSON as a value; what is none as its text. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
