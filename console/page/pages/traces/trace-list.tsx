import type { TraceRow } from '../../../api/traces/traces.ts';
import { counted, durationText } from '../../lib/format.ts';
import { usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { useSelection } from '../../lib/use-selection.ts';
import { Ago, Badge } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { momentsOf } from './looked-at.ts';
import { MapOfServices } from './service-map.tsx';
import { isFiltered, TraceFilters, traceFilter } from './trace-filters.tsx';

const COLUMNS: readonly Column<TraceRow>[] = [
  {
    title: 'Trace',
    cell: ({ id, root }) => (
      <a class="nowrap" href={`/traces/${id}`}>
        {root}
      </a>
    ),
  },
  {
    title: 'Began',
    cell: ({ at }) => (
      <span class="nowrap">
        <Ago at={at} />
      </span>
    ),
  },
  { title: 'Duration', number: true, cell: ({ ms, isOver }) => (isOver ? durationText(ms) : 'goes on') },
  { title: 'Spans', number: true, wide: true, cell: ({ spans }) => spans },
  {
    title: 'Failed',
    cell: ({ faults, errors }) =>
      faults > 0 ? (
        <Badge tone="bad">{counted(faults, 'fault')}</Badge>
      ) : errors > 0 ? (
        <Badge tone="warn">{counted(errors, 'error')}</Badge>
      ) : null,
  },
  { title: 'Services', wide: true, cell: ({ services }) => services.join(', ') },
  {
    title: 'Order',
    wide: true,
    cell: ({ orders }) =>
      orders.slice(0, 2).map((order) => (
        <a key={order} class="mono break" href={`/orders/${order}`}>
          {order}{' '}
        </a>
      )),
  },
];

/** The newest traces, or who calls whom in them; filtered by what is in the address. */
export function TraceList({ isMap }: { isMap: boolean }) {
  const { query } = usePlace();
  const text = query.toString();
  const suffix = text ? `?${text}` : '';
  return (
    <>
      <header class="page-head">
        <h1>Traces</h1>
        <nav class="tabs" aria-label="Views of traces">
          <a href={`/traces${suffix}`} aria-current={isMap ? undefined : 'page'}>
            List
          </a>
          <a href={`/traces/map${suffix}`} aria-current={isMap ? 'page' : undefined}>
            Service map
          </a>
        </nav>
      </header>
      <TraceFilters query={query} />
      {isMap ? <MapOfServices query={query} /> : <List query={query} />}
    </>
  );
}

function List({ query }: { query: URLSearchParams }) {
  const found = useRead('traces', traceFilter(query));
  const rows = found.data?.traces ?? [];
  const selected = useSelection(rows, ({ id }) => `/traces/${id}`);
  return (
    <Shown answer={found} what="Loading traces">
      {({ traces, looked, isAll, of }) =>
        traces.length === 0 ? (
          <Empty title={isFiltered(query) ? 'No such trace' : 'No traces yet'}>
            {counted(looked, 'trace was', 'traces were')} looked at, since{' '}
            {new Date(momentsOf(of).from).toLocaleString('en-GB')}. X-Ray is asked about six hours at most.
          </Empty>
        ) : (
          <>
            <Table
              label="Traces"
              rows={traces}
              columns={COLUMNS}
              keyOf={({ id }) => id}
              selected={selected?.id}
            />
            <p class="muted">
              {counted(looked, 'trace was', 'traces were')} looked at{isAll ? '' : ', and there are more'}.
            </p>
          </>
        )
      }
    </Shown>
  );
}
