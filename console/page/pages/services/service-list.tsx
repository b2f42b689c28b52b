import type { ServiceInstance } from '../../../api/services.ts';
import { counted } from '../../lib/format.ts';
import { useSelection } from '../../lib/use-selection.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Ago } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Breaker, Health, TakenBack } from './service-parts.tsx';
import { useServices } from './use-services.ts';

const COLUMNS: readonly Column<ServiceInstance>[] = [
  {
    title: 'Instance',
    cell: ({ name }) => (
      <a class="mono" href={`/services/${name}`}>
        {name}
      </a>
    ),
  },
  { title: 'Health', cell: (one) => <Health of={one} /> },
  { title: 'Breaker', cell: (one) => <Breaker of={one} /> },
  { title: 'Failures in 10 s', number: true, wide: true, cell: ({ breaker }) => breaker.failures },
  { title: 'Weight', number: true, wide: true, cell: ({ weight }) => weight },
  {
    title: 'Last checked',
    wide: true,
    cell: ({ check }) => (check ? <Ago at={check.checkedAt} /> : <span class="muted">never</span>),
  },
  { title: 'Why', wide: true, cell: ({ reason, breaker }) => breaker.forced?.reason ?? reason },
  {
    title: 'Act',
    cell: (one) => (
      <span class="actions">
        <TakenBack of={one} />
      </span>
    ),
  },
];

/** All instances of all services, or of one, with the breakers before them. */
export function ServiceList({ service }: { service?: string | undefined }) {
  const found = useServices();
  const rows = (found.data ?? []).filter((one) => service === undefined || one.service === service);
  const selected = useSelection(rows, ({ name }) => `/services/${name}`);
  const ill = rows.filter(({ health }) => health === 'down' || health === 'degraded').length;
  const open = rows.filter(({ breaker }) => breaker.state !== 'CLOSED').length;
  const drained = rows.filter((one) => one.drained).length;
  return (
    <>
      <header class="page-head">
        <h1>{service ? `Services: ${service}` : 'Services'}</h1>
        <ActButton act="probeInstances" input={{}}>
          Check health now
        </ActButton>
      </header>
      <Shown answer={found} what="Loading instances">
        {() =>
          rows.length === 0 ? (
            <Empty title={`No instance of ${service} is registered`}>
              <a href="/services">All services</a>
            </Empty>
          ) : (
            <>
              <p class="muted">
                {counted(rows.length, 'instance')}, {ill} not healthy, {drained} drained,{' '}
                {counted(open, 'breaker')} not closed. What is done here, callers know within 10 s, of a
                breaker within 2 s.
              </p>
              <Table
                label="Instances"
                rows={rows}
                columns={COLUMNS}
                keyOf={({ name }) => name}
                selected={selected?.name}
              />
            </>
          )
        }
      </Shown>
    </>
  );
}
