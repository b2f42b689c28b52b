import type { LogLine } from '../../api/logs.ts';
import { counted } from '../lib/format.ts';
import { useOnce } from '../lib/use-once.ts';
import { Time } from './parts.tsx';
import { Empty, Shown } from './states.tsx';

/** What functions wrote about an order or in a trace: lines that `npm run logs` prints for it. They are read once, and again on demand. */
export function LogLines({ of, all = false }: { of: { order: string } | { trace: string }; all?: boolean }) {
  const answer = useOnce('logs', { ...of, ...(all && { all: true }) } as never);
  return (
    <Shown answer={answer} what="Reading the logs of all functions">
      {({ lines, left, hint }) => (
        <>
          {lines.length === 0 ? (
            <Empty title="No line">Logs are kept for a while only, and come some seconds late.</Empty>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
            <section class="table logs" aria-label="Lines of logs" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Time</th>
                    <th scope="col">Function</th>
                    <th scope="col">Level</th>
                    <th scope="col">What it says</th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((line) => (
                    <Row key={line.id} line={line} isOfOrder={'order' in of} />
                  ))}
                </tbody>
              </table>
            </section>
          )}
          <div class="actions">
            <span class="muted">
              {counted(lines.length, 'line')}
              {left > 0 && `, and ${left} more that are not shown`}
            </span>
            <button type="button" class="small" onClick={answer.again}>
              Read again
            </button>
          </div>
          {hint && <p class="muted">{hint}</p>}
        </>
      )}
    </Shown>
  );
}

const Row = ({ line, isOfOrder }: { line: LogLine; isOfOrder: boolean }) => {
  const { at, fn, level, said, frames, traceId } = line;
  return (
    <tr class={level === 'ERROR' ? 'failed' : undefined}>
      <td>
        <Time at={at} ms />
      </td>
      <td class="mono">{fn}</td>
      <td class={LEVELS[level]}>{level}</td>
      <td class="break">
        {said}
        {frames.length > 0 && <pre>{frames.join('\n')}</pre>}
        {isOfOrder && traceId && (
          <a class="small" href={`/traces/${traceId}`}>
            trace
          </a>
        )}
      </td>
    </tr>
  );
};

const LEVELS: Record<string, string> = { ERROR: 'bad-text', WARN: 'warn-text' };
