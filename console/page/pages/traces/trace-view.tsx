import { useMemo } from 'preact/hooks';
import type { SpanRow } from '../../../api/traces/traces.ts';
import { counted, durationText } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { setQuery, usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { LogLines } from '../../ui/log-lines.tsx';
import { Copy, Facts, Section, Time } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { SpanDetails } from './span-details.tsx';
import { visible } from './visible.ts';
import { Waterfall } from './waterfall.tsx';

/** One trace: its spans over time, what they say, and every line that was logged in it. */
export function TraceView({ id }: { id: string }) {
  const found = useRead('trace', { id });
  return (
    <>
      <header class="page-head">
        <h1>{found.data ? `Trace: ${titleOf(found.data.spans)}` : 'Trace'}</h1>
        <span class="mono break">{found.data?.id ?? id}</span>
        {found.data && <Copy text={found.data.id} label="Copy id" />}
      </header>
      <Shown answer={found} what="Loading the trace">
        {({ xrayId, at, ms, orders, spans, id: traceId }) => (
          <>
            <Section title="What it is">
              <Facts
                of={{
                  Began: <Time at={at} ms />,
                  Duration: durationText(ms),
                  Spans: `${spans.length}, ${failuresOf(spans)}`,
                  Orders:
                    orders.length === 0
                      ? undefined
                      : orders.map((order) => (
                          <a key={order} class="mono" href={`/orders/${order}`}>
                            {order}{' '}
                          </a>
                        )),
                  'As X-Ray writes it': <span class="mono">{xrayId}</span>,
                }}
              />
            </Section>
            <Spans spans={spans} ms={ms} />
            <Section
              title="Logs"
              actions={
                <a class="small" href={`/logs?trace=${traceId}`}>
                  alone
                </a>
              }
            >
              <LogLines of={{ trace: traceId }} />
            </Section>
          </>
        )}
      </Shown>
    </>
  );
}

/** Which are shown and how is in the address, so that it can be shared. */
function Spans({ spans, ms }: { spans: readonly SpanRow[]; ms: number }) {
  const { query } = usePlace();
  const isFailedOnly = query.get('failed') === 'true';
  const isWhole = query.get('gaps') === 'whole';
  const folded = useMemo(() => new Set(query.get('folded')?.split(',') ?? []), [query.get('folded')]);
  const shown = useMemo(() => visible(spans, { isFailedOnly, folded }), [spans, isFailedOnly, folded]);
  const selected = query.get('span') ?? undefined;
  const at = shown.findIndex(({ id }) => id === selected);
  const select = (span: SpanRow | undefined) => {
    if (!span) return;
    setQuery({ span: span.id });
    document.getElementById(`span-${span.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const failed = shown.filter(({ failure }) => failure !== undefined);
  const toError = (step: 1 | -1) => {
    const ordered = step === 1 ? failed : failed.toReversed();
    const beyond = ordered.find((span) => (shown.indexOf(span) - at) * step > 0);
    select(beyond ?? ordered[0]);
  };
  const fold = (id: string) => {
    const now = new Set(folded);
    if (!now.delete(id)) now.add(id);
    setQuery({ folded: [...now].filter(Boolean).join(',') });
  };
  useShortcuts([
    { key: 'j', does: 'selects the next span', run: () => select(shown[Math.min(at + 1, shown.length - 1)]) },
    { key: 'k', does: 'selects the previous span', run: () => select(shown[Math.max(at - 1, 0)]) },
    { key: 'e', does: 'goes to the next error', run: () => toError(1) },
    { key: 'E', does: 'goes to the previous error', run: () => toError(-1) },
    { key: 'f', does: 'shows what failed only, or all', run: () => toggle('failed', 'true', isFailedOnly) },
    { key: 'g', does: 'squeezes idle times, or not', run: () => toggle('gaps', 'whole', isWhole) },
    { key: 'z', does: 'folds what is below the selected span', run: () => selected && fold(selected) },
    { key: 'Escape', does: 'closes the span', run: () => setQuery({ span: undefined }) },
  ]);
  const open = spans.find(({ id }) => id === selected);
  return (
    <Section
      title="Spans"
      actions={
        <>
          <label>
            <input
              type="checkbox"
              checked={isFailedOnly}
              onChange={() => toggle('failed', 'true', isFailedOnly)}
            />{' '}
            failed only
          </label>
          <label>
            <input type="checkbox" checked={!isWhole} onChange={() => toggle('gaps', 'whole', isWhole)} />{' '}
            squeeze idle times
          </label>
          <button type="button" class="small" disabled={failed.length === 0} onClick={() => toError(1)}>
            Next error <kbd>e</kbd>
          </button>
        </>
      }
    >
      <div class={open ? 'spans open' : 'spans'}>
        <Waterfall
          rows={shown}
          all={spans}
          ms={ms}
          isSqueezed={!isWhole}
          selected={selected}
          folded={folded}
          select={select}
          fold={fold}
        />
        {open && <SpanDetails span={open} close={() => setQuery({ span: undefined })} />}
      </div>
    </Section>
  );
}

const toggle = (name: string, value: string, isSet: boolean): void =>
  setQuery({ [name]: isSet ? undefined : value });

const titleOf = ([first]: readonly SpanRow[]): string =>
  first ? (first.service === 'API Gateway' ? first.name : first.short) : '';

function failuresOf(spans: readonly SpanRow[]): string {
  const failed = spans.filter(({ failure }) => failure !== undefined).length;
  return failed === 0 ? 'none failed' : `${counted(failed, 'span')} failed`;
}
