import { setQuery, usePlace } from '../../lib/router.ts';
import { LogLines } from '../../ui/log-lines.tsx';
import { Empty } from '../../ui/states.tsx';

/** `/logs?order=<id>`, `/logs?trace=<id>`: every line about it, over all functions. */
export function Logs() {
  const { query } = usePlace();
  const [order, trace] = ['order', 'trace'].map((name) => query.get(name) ?? undefined);
  const all = query.get('all') === 'true';
  const of = order !== undefined ? { order } : trace !== undefined ? { trace } : undefined;
  return (
    <>
      <header class="page-head">
        <h1>Logs</h1>
        {order !== undefined && (
          <a class="mono break" href={`/orders/${order}`}>
            {order}
          </a>
        )}
        {trace !== undefined && (
          <a class="mono break" href={`/traces/${trace}`}>
            {trace}
          </a>
        )}
      </header>
      <search class="filters">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const wanted = new FormData(event.currentTarget).get('id')?.toString().trim();
            if (wanted) setQuery(subjectOf(wanted), { replace: false });
          }}
        >
          <input
            type="search"
            name="id"
            placeholder="Id of an order or a trace ( / )"
            aria-label="Id of an order or a trace"
          />
        </form>
        <label>
          <input
            type="checkbox"
            checked={all}
            onChange={({ currentTarget }) => setQuery({ all: currentTarget.checked ? 'true' : undefined })}
          />
          Lambda's own lines and those of metrics, too
        </label>
      </search>
      {of ? <LogLines of={of} all={all} /> : <Empty title="The logs of which order, or of which trace?" />}
    </>
  );
}

/** 32 digits, alone or as X-Ray and a traceparent write them, are a trace. */
const subjectOf = (id: string) =>
  /^(?:Root=)?(?:00-|1-)?[0-9a-f]{8}-?[0-9a-f]{24}\b/i.test(id)
    ? { trace: id, order: undefined }
    : { order: id, trace: undefined };
