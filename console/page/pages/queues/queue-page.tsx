import { useState } from 'preact/hooks';
import type { QueueMessage, QueueRow } from '../../../api/queues.ts';
import { counted } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { setQuery, usePlace } from '../../lib/router.ts';
import { useOnce } from '../../lib/use-once.ts';
import { useRead } from '../../lib/use-read.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Ago, Badge, Facts, Json, Section, Time } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';

const LIMITS = [10, 50, 200];

/** One queue, what waits on it, and why. */
export function QueuePage({ short }: { short: string }) {
  const found = useRead('queue', { queue: short });
  const [said, setSaid] = useState<string>();
  return (
    <>
      <header class="page-head">
        <p>
          <a href="/queues">Queues</a>
        </p>
        <h1 class="mono">{short}</h1>
      </header>
      <Shown answer={found} what="Loading the queue">
        {(queue) => (
          <>
            <Section
              title="Depth"
              actions={
                queue.isRedrivable &&
                queue.count > 0 && (
                  <ActButton
                    act="redriveMessages"
                    input={{ queue: short }}
                    done={({ lines }) => setSaid(lines.join('; '))}
                  >
                    Redrive the queue
                  </ActButton>
                )
              }
            >
              {said && (
                <p class="notice" role="status">
                  {said}
                </p>
              )}
              <Facts
                of={{
                  Holds: queue.kind ?? "a consumer's events",
                  Messages: queue.count.toLocaleString('en'),
                  'In flight': queue.inFlight.toLocaleString('en'),
                  Delayed: queue.delayed.toLocaleString('en'),
                }}
              />
            </Section>
            {queue.kind ? <Messages queue={queue} /> : <NotLookedAt />}
          </>
        )}
      </Shown>
    </>
  );
}

const NotLookedAt = () => (
  <Section title="Messages">
    <p class="muted">
      A consumer empties this queue. Its messages are not shown: a look counts as a try, and after five tries
      a message becomes a dead letter.
    </p>
  </Section>
);

function Messages({ queue }: { queue: QueueRow }) {
  const { query } = usePlace();
  const limit = LIMITS.find((one) => String(one) === query.get('limit')) ?? LIMITS[0]!;
  const looked = useOnce('queueMessages', { queue: queue.short, limit });
  const [at, setAt] = useState(-1);
  const go = (step: number) => {
    const all = document.querySelectorAll<HTMLElement>('.message > summary');
    const next = Math.min(Math.max(at + step, 0), all.length - 1);
    setAt(next);
    all[next]?.focus();
  };
  useShortcuts([
    { key: 'r', does: 'looks again', run: looked.again },
    { key: 'j', does: 'goes to the next message', run: () => go(1) },
    { key: 'k', does: 'goes to the previous message', run: () => go(-1) },
  ]);
  return (
    <Section
      title="Messages"
      actions={
        <>
          <label class="muted">
            at most{' '}
            <select
              class="small"
              value={limit}
              onChange={({ currentTarget }) => setQuery({ limit: currentTarget.value })}
            >
              {LIMITS.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <button type="button" onClick={looked.again} disabled={looked.isAsking}>
            {looked.isAsking ? 'Looking…' : 'Look again'}
          </button>
        </>
      }
    >
      <Shown answer={looked} what="Looking at the messages">
        {(messages) => (
          <>
            <p class="muted">
              {messages.length > 0 &&
                `${messages.length} of ${counted(Math.max(queue.count, messages.length), 'message')}, oldest first. `}
              {looked.at && (
                <>
                  Looked at <Time at={looked.at} />; none was removed.
                </>
              )}
            </p>
            {messages.length === 0 ? (
              <Empty title="Nothing waits here">
                {queue.count > 0
                  ? 'What is in flight is somebody else’s for a moment.'
                  : 'That is how it should be.'}
              </Empty>
            ) : (
              messages.map((message, index) => (
                <MessageCard key={message.id} message={message} isOpen={index < 3} />
              ))
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}

function MessageCard({ message, isOpen }: { message: QueueMessage; isOpen: boolean }) {
  const { id, sentAt, receives, body, attributes, why, orderId } = message;
  return (
    <details class="message" open={isOpen}>
      <summary>
        <span class="mono break">{id}</span>{' '}
        <span class="muted">
          sent <Ago at={sentAt} />
        </span>{' '}
        {why?.error && <Badge tone="bad">{why.error}</Badge>}
      </summary>
      <Facts
        of={{
          Sent: <Time at={sentAt} />,
          Received: counted(receives, 'time'),
          Order: orderId && (
            <a class="mono break" href={`/orders/${orderId}`}>
              {orderId}
            </a>
          ),
        }}
      />
      <h3>Why it waits</h3>
      {why ? (
        <p>
          {why.error && <strong>{why.error}: </strong>}
          <span class="detail">{why.detail}</span>
          {why.fn && (
            <span class="muted">
              {' '}
              in {why.fn}
              {why.at && (
                <>
                  , <Ago at={why.at} />
                </>
              )}
            </span>
          )}
        </p>
      ) : (
        <p class="muted">Neither the message nor the log of who gave up on it tells.</p>
      )}
      <h3>Body</h3>
      <Json value={body} label={`Body of ${id}`} />
      <details>
        <summary>Attributes</summary>
        <Json value={attributes} label={`Attributes of ${id}`} />
      </details>
    </details>
  );
}
