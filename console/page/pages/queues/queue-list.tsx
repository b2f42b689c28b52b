import type { QueueRow } from '../../../api/queues.ts';
import { counted } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { useOnce } from '../../lib/use-once.ts';
import { useRead } from '../../lib/use-read.ts';
import { useSelection } from '../../lib/use-selection.ts';
import { Ago, Badge, Section } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const addressOf = ({ short }: QueueRow): string => `/queues/${short}`;

const NAME: Column<QueueRow> = {
  title: 'Queue',
  cell: (row) => (
    <a class="mono" href={addressOf(row)}>
      {row.short}
    </a>
  ),
};

const DEPTHS: readonly Column<QueueRow>[] = [
  { title: 'Messages', number: true, cell: ({ count }) => count.toLocaleString('en') },
  { title: 'In flight', number: true, cell: ({ inFlight }) => inFlight.toLocaleString('en') },
  { title: 'Delayed', number: true, wide: true, cell: ({ delayed }) => delayed.toLocaleString('en') },
];

/** All queues: those on which something waits for an operator, and those that consumers empty. */
export function QueueList() {
  const found = useRead('queues', {});
  const ages = useOnce('queueAges', {});
  const rows = sorted(found.data ?? []);
  const selected = useSelection(rows, addressOf);
  useShortcuts([{ key: 'r', does: 'looks at the ages again', run: ages.again }]);
  const columns: readonly Column<QueueRow>[] = [
    NAME,
    { title: 'Holds', wide: true, cell: ({ kind }) => kind },
    {
      title: 'Messages',
      number: true,
      cell: ({ count }) =>
        count > 0 ? (
          <Badge tone="bad">{`${count.toLocaleString('en')} ${count === 1 ? 'waits' : 'wait'}`}</Badge>
        ) : (
          '0'
        ),
    },
    {
      title: 'Oldest sent',
      cell: ({ short, count }) => {
        const at = count > 0 ? ages.data?.[short] : undefined;
        return at ? <Ago at={at} /> : null;
      },
    },
  ];
  return (
    <>
      <header class="page-head">
        <h1>Queues</h1>
      </header>
      <Shown answer={found} what="Loading queues">
        {() => {
          const operators = rows.filter(({ kind }) => kind);
          const waits = operators.reduce((sum, { count }) => sum + count, 0);
          return (
            <>
              <Section
                title="For operators"
                actions={
                  <button type="button" class="small" onClick={ages.again} disabled={ages.isAsking}>
                    {ages.isAsking ? 'Looking…' : 'Look at ages again'}
                  </button>
                }
              >
                <p class="muted">
                  {waits === 0
                    ? 'Nothing waits. A message that a consumer gave up on would be here.'
                    : `${counted(waits, 'message')} ${waits === 1 ? 'waits' : 'wait'} for somebody to look.`}{' '}
                  Ages are looked at when this page is opened, since a look hides messages for a moment.
                </p>
                {ages.problem && (
                  <p class="notice" role="alert">
                    The ages could not be looked at: {ages.problem.message}
                  </p>
                )}
                <Table
                  label="Queues for operators"
                  rows={operators}
                  columns={columns}
                  keyOf={({ short }) => short}
                  selected={selected?.short}
                />
              </Section>
              <Section title="Of consumers">
                <Table
                  label="Queues of consumers"
                  rows={rows.filter(({ kind }) => !kind)}
                  columns={[NAME, ...DEPTHS]}
                  keyOf={({ short }) => short}
                  selected={selected?.short}
                />
              </Section>
            </>
          );
        }}
      </Shown>
    </>
  );
}

/** As they stand on the page: for operators first, and of those first where something waits. */
const sorted = (rows: readonly QueueRow[]): QueueRow[] =>
  rows.toSorted(
    (a, b) => Number(!a.kind) - Number(!b.kind) || (a.kind ? Number(b.count > 0) - Number(a.count > 0) : 0),
  );
