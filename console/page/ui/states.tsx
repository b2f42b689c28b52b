import type { ComponentChildren } from 'preact';
import type { Problem } from '../../server/problem.ts';
import type { Answer } from '../lib/use-read.ts';

/** Something is asked for. It shows after a moment only, so that what comes at once does not flicker. */
export const Loading = ({ what = 'Loading' }: { what?: string }) => (
  <p class="state loading" role="status">
    {what}…
  </p>
);

/** Nothing is there, and why that may be so. */
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="state">
    <p class="state-title">{title}</p>
    {children && <div class="muted">{children}</div>}
  </div>
);

/** What was asked for is not there, or could not be asked. */
export const Trouble = ({ problem, again }: { problem: Problem; again?: () => void }) => (
  <div class="state trouble" role="alert">
    <p class="state-title">{problem.status === 404 ? 'Not found' : 'This could not be read'}</p>
    <p>{problem.message}</p>
    {problem.remedy && <p class="muted">{problem.remedy}</p>}
    {again && (
      <button type="button" onClick={again}>
        Try again
      </button>
    )}
  </div>
);

/**
 * Shows an answer, or why there is none. An answer that was there stays when it cannot be asked again, and says so.
 *
 * @example <Shown answer={useRead('orders', {})} what="Loading orders">{(orders) => <List items={orders} />}</Shown>
 */
export function Shown<T>({
  answer,
  what,
  children,
}: {
  answer: Answer<T>;
  what?: string;
  children: (data: T) => ComponentChildren;
}) {
  const { data, problem, again } = answer;
  if (data === undefined)
    return problem ? <Trouble problem={problem} again={again} /> : <Loading what={what} />;
  return (
    <>
      {problem && (
        <p class="notice" role="alert">
          {problem.status === 404
            ? 'It is gone now; this is what was there last.'
            : 'This may be out of date:'}{' '}
          {problem.message}
        </p>
      )}
      {children(data)}
    </>
  );
}
