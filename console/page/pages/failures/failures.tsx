import { useState } from 'preact/hooks';
import type { FailureGroup } from '../../../api/failures.ts';
import { counted } from '../../lib/format.ts';
import { useRead } from '../../lib/use-read.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Ago, Section, Time } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';

const KINDS: Record<FailureGroup['kind'], { title: string; about: string; none: string; where: string }> = {
  parked: {
    title: 'Parked orders',
    about: 'An undo failed for good: they wait for you. Mend what stood in the way, then redrive them.',
    none: 'No order is parked.',
    where: 'Failed at',
  },
  execution: {
    title: 'Executions that ended badly',
    about:
      'Of orders that are not parked (any more): a redrive or the reconciler has settled them, or will. The latest hundred of each kind.',
    none: 'No execution ended badly.',
    where: 'Ended',
  },
  cancelled: {
    title: 'Cancelled orders',
    about: 'By the reason that the customer reads. What was taken for them was given back.',
    none: 'No order was cancelled.',
    where: '',
  },
};

/** What has failed, grouped by error. */
export function Failures() {
  const found = useRead('failures', {});
  const [said, setSaid] = useState<string[]>([]);
  return (
    <>
      <header class="page-head">
        <h1>Failures</h1>
      </header>
      {said.length > 0 && (
        <div class="notice" role="status">
          {said.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      <Shown answer={found} what="Loading failures">
        {({ groups, looked, since }) =>
          groups.length === 0 ? (
            <Empty title="Nothing has failed">
              No order is parked, no execution ended badly, and none of {counted(looked, 'order')} was
              cancelled.
            </Empty>
          ) : (
            <>
              {(['parked', 'execution', 'cancelled'] as const).map((kind) => (
                <Group
                  key={kind}
                  kind={kind}
                  groups={groups.filter((group) => group.kind === kind)}
                  tell={setSaid}
                />
              ))}
              <p class="muted">
                {counted(looked, 'order')}{' '}
                {since ? 'placed since ' : 'were looked through, all that there are.'}
                {since && (
                  <>
                    <Time at={since} /> were looked through; older ones that were cancelled are not counted.
                  </>
                )}
              </p>
            </>
          )
        }
      </Shown>
    </>
  );
}

interface GroupProps {
  kind: FailureGroup['kind'];
  groups: FailureGroup[];
  tell(lines: string[]): void;
}

function Group({ kind, groups, tell }: GroupProps) {
  const { title, about, none, where } = KINDS[kind];
  return (
    <Section title={title}>
      <p class="muted">{groups.length > 0 ? about : none}</p>
      {groups.length > 0 && (
        <Table
          label={title}
          rows={groups}
          keyOf={(group) => `${group.error} ${group.where ?? ''}`}
          columns={[
            { title: 'Orders', number: true, cell: ({ count }) => count.toLocaleString('en') },
            {
              title: 'Error',
              cell: (group) => (
                <a class="error-name" href={addressOf(group)}>
                  {group.error}
                </a>
              ),
            },
            ...(where ? [{ title: where, wide: true, cell: (group: FailureGroup) => group.where }] : []),
            {
              title: 'Latest',
              wide: true,
              cell: ({ latest: { id, at } }) => (
                <>
                  <a class="mono break" href={`/orders/${id}`}>
                    {id}
                  </a>{' '}
                  <span class="muted">
                    <Ago at={at} />
                  </span>
                </>
              ),
            },
            ...(kind === 'parked'
              ? [{ title: 'Redrive', cell: (group: FailureGroup) => redrives(group, tell) }]
              : []),
          ]}
        />
      )}
    </Section>
  );
}

const redrives = ({ error, count, latest }: FailureGroup, tell: GroupProps['tell']) => (
  <div class="actions">
    <ActButton
      act="redriveOrder"
      input={{ id: latest.id }}
      done={({ execution }) => tell([`${execution} has begun`])}
    >
      Redrive one
    </ActButton>
    {count > 1 && (
      <ActButton
        act="redriveGroup"
        input={{ error }}
        done={({ redriven, refused }) => tell([`${counted(redriven, 'redrive')} begun`, ...refused])}
      >
        Redrive all {count}
      </ActButton>
    )}
  </div>
);

/** The orders of a group, as the list filters them. */
const addressOf = ({ kind, error }: FailureGroup): string => {
  const query = new URLSearchParams(
    error === 'not settled' ? { state: 'pending' } : { error, ...(kind !== 'execution' && { state: kind }) },
  );
  return `/orders?${query}`;
};
