import { useEffect, useState } from 'preact/hooks';
import { useShortcuts } from '../../lib/keyboard.ts';
import { useRead } from '../../lib/use-read.ts';
import { Time } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { ChartFigure } from './chart.tsx';

/** The last hour of the stage in small charts, all with the same time under the pointer. */
export function Metrics() {
  const found = useRead('metrics', {});
  const [at, setAt] = useState<number>();
  const count = found.data?.minutes.length ?? 0;
  // What has changed a moment ago is not read at once, but it is read.
  useEffect(() => {
    if (!found.data) return;
    const timer = setTimeout(
      () => !document.hidden && isChanging(found.data!.at) && found.again(),
      found.data.againMs,
    );
    return () => clearTimeout(timer);
  }, [found.data]);
  const move = (step: number) => setAt((was) => Math.min(count - 1, Math.max(0, (was ?? count) + step)));
  useShortcuts([
    { key: 'ArrowLeft', does: 'goes a minute back in all charts', run: () => move(-1) },
    { key: 'ArrowRight', does: 'goes a minute on', run: () => move(1) },
    { key: 'Escape', does: 'goes to no minute', run: () => setAt(undefined) },
  ]);
  return (
    <>
      <header class="page-head">
        <h1>Metrics</h1>
        {found.data && (
          <span class="muted">
            the last hour, by the minute; read at <Time at={found.data.at} />
          </span>
        )}
      </header>
      <Shown answer={found} what="Reading metrics">
        {({ charts, minutes, covers }) => (
          <>
            <p class="muted">
              {covers} <kbd>←</kbd> <kbd>→</kbd> read out a minute.
            </p>
            <div class="charts">
              {charts.map((chart) => (
                <ChartFigure key={chart.id} chart={chart} minutes={minutes} at={at} setAt={setAt} />
              ))}
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

/** The page asks again by itself only soon after something was read: what is idle stays as it is. */
const isChanging = (at: string): boolean => Date.now() - Date.parse(at) < 90_000;
