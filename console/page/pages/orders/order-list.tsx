import type { OrderRow, OrderState } from '../../../api/orders.ts';
import { readOnce } from '../../lib/client.ts';
import { moneyText } from '../../lib/format.ts';
import { navigate, setQuery, usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { useSelection } from '../../lib/use-selection.ts';
import { MomentFields, momentOf } from '../../ui/moment-fields.tsx';
import { Ago, Badge, type Tone } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { PlaceOrder } from './place-order.tsx';

const STATES = ['pending', 'parked', 'confirmed', 'cancelled'] as const;

export const TONES: Record<OrderState, Tone> = {
  pending: 'busy',
  cancelling: 'warn',
  parked: 'bad',
  confirmed: 'good',
  cancelled: 'quiet',
};

/** Of a customer's id so much is told as tells it from another's. */
const END = 13;

const COLUMNS: readonly Column<OrderRow>[] = [
  {
    title: 'Order',
    cell: ({ id }) => (
      <a class="mono whole" href={`/orders/${id}`}>
        {id}
      </a>
    ),
  },
  { title: 'State', cell: ({ state }) => <Badge tone={TONES[state]}>{state}</Badge> },
  {
    title: 'Error',
    cell: ({ error }) =>
      error ? (
        <a class="error-name" href={`/orders?error=${encodeURIComponent(error)}`}>
          {error}
        </a>
      ) : null,
  },
  {
    title: 'Customer',
    wide: true,
    cell: ({ customerId }) => (
      <a class="mono whole" title={customerId} href={`/orders?customer=${encodeURIComponent(customerId)}`}>
        {customerId.length > END ? `…${customerId.slice(-END)}` : customerId}
      </a>
    ),
  },
  { title: 'Total', number: true, cell: ({ total }) => moneyText(total) },
  {
    title: 'Placed',
    cell: ({ createdAt }) => (
      <span class="whole">
        <Ago at={createdAt} />
      </span>
    ),
  },
];

/** All orders, newest first, as they come; filtered by what is in the address. */
export function OrderList() {
  const { query } = usePlace();
  const state = STATES.find((one) => one === query.get('state'));
  const [id, error, customer, after] = ['id', 'error', 'customer', 'after'].map(
    (name) => query.get(name) ?? undefined,
  );
  const [from, to] = ['from', 'to'].map((name) => momentOf(query.get(name)));
  const found = useRead('orders', { id, state, error, customer, from, to, after });
  const rows = found.data?.orders ?? [];
  const selected = useSelection(rows, ({ id }) => `/orders/${id}`);
  const isFiltered = [id, state, error, customer, from, to].some((one) => one !== undefined);
  return (
    <>
      <header class="page-head">
        <h1>Orders</h1>
        <div class="actions">
          <PlaceOrder />
        </div>
      </header>
      <search class="filters">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const wanted = new FormData(event.currentTarget).get('order')?.toString().trim();
            void search(wanted);
          }}
        >
          <input
            type="search"
            name="order"
            placeholder="Id or a part of one ( / )"
            aria-label="Id of an order or execution, or a part of one"
            defaultValue={id ?? ''}
          />
        </form>
        <label>
          State
          <select
            value={state ?? ''}
            onChange={({ currentTarget }) => filter({ state: currentTarget.value })}
          >
            <option value="">all</option>
            {STATES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Error
          <input
            value={error ?? ''}
            size={14}
            onChange={({ currentTarget }) => filter({ error: currentTarget.value })}
          />
        </label>
        <label>
          Customer
          <input
            value={customer ?? ''}
            size={14}
            onChange={({ currentTarget }) => filter({ customer: currentTarget.value.trim() })}
          />
        </label>
        <MomentFields query={query} set={filter} />
        {isFiltered && (
          <button type="button" onClick={() => navigate('/orders')}>
            Clear
          </button>
        )}
      </search>
      <Shown answer={found} what="Loading orders">
        {({ orders, more, looked }) => (
          <>
            {orders.length === 0 ? (
              <Empty title={isFiltered ? 'No such order' : 'No orders yet'}>
                {isFiltered
                  ? `${looked} were looked through.`
                  : 'npm start places three; a test order is placed from here.'}
              </Empty>
            ) : (
              <Table
                label="Orders"
                rows={orders}
                columns={COLUMNS}
                keyOf={({ id }) => id}
                selected={selected?.id}
              />
            )}
            <div class="actions">
              {after !== undefined && (
                <button type="button" onClick={() => setQuery({ after: undefined }, { replace: false })}>
                  Newest
                </button>
              )}
              {more !== undefined && (
                <button type="button" onClick={() => setQuery({ after: more }, { replace: false })}>
                  Older
                </button>
              )}
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

/** Goes to the order that is meant when there is one, and lists those that may be meant when there are several. */
async function search(wanted = ''): Promise<void> {
  const found = wanted ? await readOnce('orders', { id: wanted }).catch(() => undefined) : undefined;
  const [only] = found?.orders.length === 1 ? found.orders : [];
  if (!only) return filter({ id: wanted });
  const run = wanted.startsWith(`${only.id}.`) ? `?run=${encodeURIComponent(wanted)}` : '';
  navigate(`/orders/${only.id}${run}`);
}

/** Another filter begins at its newest order. */
const filter = (changes: Record<string, string>): void =>
  setQuery({ ...changes, after: undefined }, { replace: false });
