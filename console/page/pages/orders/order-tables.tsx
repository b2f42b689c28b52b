import { useState } from 'preact/hooks';
import type { OrderStory } from '../../../api/order.ts';
import { moneyText } from '../../lib/format.ts';
import { useOnce } from '../../lib/use-once.ts';
import { Section, Time } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';

/** The events about an order, and who has done something on account of each. */
export const Events = ({ story: { events } }: { story: OrderStory }) => (
  <Section title="Events">
    <Table
      label="Events"
      rows={events}
      keyOf={({ id }) => id}
      columns={[
        { title: 'Sent', cell: ({ at }) => <Time at={at} ms /> },
        { title: 'Event', cell: ({ type }) => <span class="mono">{type}</span> },
        {
          title: 'Consumed',
          cell: ({ consumers }) =>
            consumers.length === 0 ? (
              <span class="muted">no consumer keeps it</span>
            ) : (
              <ul class="plain">
                {consumers.map(({ who, text }) => (
                  <li key={who + text}>
                    <span class={`who lane-${who}`}>{who}</span> {text}
                    {who === 'notifications' && (
                      <>
                        {' '}
                        <a href="/mail">mailbox</a>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            ),
        },
      ]}
    />
  </Section>
);

/** The transactions of the ledger: every one sums to zero. */
export const Ledger = ({ story: { ledger } }: { story: OrderStory }) => {
  const rows = ledger.flatMap(({ kind, at, entries }) => entries.map((entry) => ({ kind, at, ...entry })));
  return (
    <Section title="Ledger">
      {rows.length === 0 ? (
        <p class="muted">Nothing was booked for it.</p>
      ) : (
        <Table
          label="Ledger entries"
          rows={rows}
          keyOf={({ kind, account }) => kind + account}
          columns={[
            { title: 'Booked', cell: ({ at }) => <Time at={at} ms /> },
            { title: 'Transaction', cell: ({ kind }) => kind },
            { title: 'Account', cell: ({ account }) => account.replace(/:.*/, '') },
            { title: 'Amount', number: true, cell: (entry) => moneyText(entry) },
          ]}
        />
      )}
    </Section>
  );
};

/** Messages about an order on the queues that operators empty. To look hides them from others for a moment, so it is asked for. */
export function Messages({ id }: { id: string }) {
  const [isWanted, setWanted] = useState(false);
  const found = useOnce('orderMessages', isWanted ? { id } : undefined);
  return (
    <Section
      title="Messages that wait"
      actions={
        <button type="button" onClick={() => (isWanted ? found.again() : setWanted(true))}>
          {isWanted ? 'Look again' : 'Look through the queues'}
        </button>
      }
    >
      {!isWanted && (
        <p class="muted">
          A parked order has a message for operators, and an event that a consumer gave up on is a dead
          letter. To look through them takes a second a queue.
        </p>
      )}
      {isWanted && (
        <Shown answer={found} what="Looking through the queues">
          {(messages) =>
            messages.length === 0 ? (
              <p>No message about it waits on a queue.</p>
            ) : (
              <Table
                label="Messages"
                rows={messages}
                keyOf={({ queue, at }) => queue + at}
                columns={[
                  { title: 'Queue', cell: ({ queue }) => <a href={`/queues/${queue}`}>{queue}</a> },
                  { title: 'Since', cell: ({ at }) => <Time at={at} /> },
                ]}
              />
            )
          }
        </Shown>
      )}
    </Section>
  );
}
