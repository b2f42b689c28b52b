import type { Reads } from '../../../api/index.ts';
import type { InputOf } from '../../lib/client.ts';
import { navigate, setQuery } from '../../lib/router.ts';
import { MomentFields, momentOf } from '../../ui/moment-fields.tsx';

/** What is shown unless something else is chosen: most traces are of schedules, and few look for those. */
const USUAL = 'requests';
const KINDS = { requests: 'requests', orders: 'orders', work: 'schedules, queues', all: 'all' } as const;
const SERVICES = [
  'gateway',
  'inventory',
  'notifications',
  'orders',
  'payments',
  'registry',
  'telemetry',
  'users',
];
const NAMES = ['service', 'failed', 'kind', 'atLeast', 'order', 'from', 'to'];

/** What the address asks for. */
export function traceFilter(query: URLSearchParams): InputOf<Reads['traces']> {
  const given = (name: string) => query.get(name) || undefined;
  return {
    service: given('service'),
    failed: given('failed') === 'true' ? true : undefined,
    kind: given('order') ? undefined : kindOf(query),
    atLeast: Number(given('atLeast')) || undefined,
    order: given('order'),
    from: momentOf(given('from')),
    to: momentOf(given('to')),
  };
}

function kindOf(query: URLSearchParams) {
  const wanted = query.get('kind') || USUAL;
  return (['requests', 'orders', 'work'] as const).find((kind) => kind === wanted);
}

export const isFiltered = (query: URLSearchParams): boolean => NAMES.some((name) => query.get(name));

const set = (changes: Record<string, string | undefined>): void => setQuery(changes, { replace: false });

/** Which traces are looked for. A trace's own id opens it. */
export const TraceFilters = ({ query }: { query: URLSearchParams }) => (
  <search class="filters">
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = new FormData(event.currentTarget).get('trace')?.toString().trim();
        if (wanted) navigate(`/traces/${encodeURIComponent(wanted)}`);
      }}
    >
      <input
        type="search"
        name="trace"
        placeholder="Id of a trace ( / )"
        aria-label="Id of a trace, as W3C or X-Ray writes it"
      />
    </form>
    <label>
      Of
      <select
        value={query.get('kind') || USUAL}
        onChange={({ currentTarget }) => set({ kind: currentTarget.value })}
      >
        {Object.entries(KINDS).map(([kind, label]) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
    </label>
    <label>
      Service
      <select
        value={query.get('service') ?? ''}
        onChange={({ currentTarget }) => set({ service: currentTarget.value })}
      >
        <option value="">all</option>
        {SERVICES.map((service) => (
          <option key={service}>{service}</option>
        ))}
      </select>
    </label>
    <label>
      At least (ms)
      <input
        type="number"
        min="0"
        value={query.get('atLeast') ?? ''}
        onChange={({ currentTarget }) => set({ atLeast: currentTarget.value })}
      />
    </label>
    <label>
      Order
      <input
        value={query.get('order') ?? ''}
        size={14}
        onChange={({ currentTarget }) => set({ order: currentTarget.value.trim() })}
      />
    </label>
    <MomentFields query={query} set={set} />
    <label>
      <input
        type="checkbox"
        checked={query.get('failed') === 'true'}
        onChange={({ currentTarget }) => set({ failed: currentTarget.checked ? 'true' : undefined })}
      />
      failed only
    </label>
    {isFiltered(query) && (
      <button type="button" onClick={() => navigate(location.pathname)}>
        Clear
      </button>
    )}
  </search>
);
