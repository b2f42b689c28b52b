import type { OrderRun, OrderStory } from '../../../api/order.ts';
import type { SagaGraph } from '../../../api/saga-graph.ts';
import { durationText, moneyText } from '../../lib/format.ts';
import { setQuery, usePlace } from '../../lib/router.ts';
import { useOnce } from '../../lib/use-once.ts';
import { type Answer, useRead } from '../../lib/use-read.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Ago, Badge, Facts, Json, Section, Time } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { TONES } from './order-list.tsx';
import { Events, Ledger, Messages } from './order-tables.tsx';
import { overlayOf, undoesOf } from './overlay.ts';
import { Legend, SagaPicture } from './saga-picture.tsx';
import { StatePanel, toneOfRun } from './state-panel.tsx';
import { Timeline } from './timeline.tsx';

/** One order: its state machine with a run laid over it, what stands about it in the tables, and its life. */
export function OrderPage({ id }: { id: string }) {
  const found = useRead('order', { id });
  const machines = useOnce('machines', {});
  return (
    <>
      {!found.data && (
        <header class="page-head">
          <h1>
            Order <span class="mono">{id}</span>
          </h1>
        </header>
      )}
      <Shown answer={found} what={`Loading order ${id}`}>
        {(story) => (
          <>
            <Head story={story} />
            <p class={`order-summary ${TONES[story.state]}`} role="status">
              {summaryOf(story)}
            </p>
            <div class="order-columns">
              <div>
                <Saga story={story} machines={machines} />
                <Events story={story} />
                <Ledger story={story} />
              </div>
              <div>
                <Chosen runs={story.runs} machines={machines} />
                <Standing story={story} />
                <Section title="Its life">
                  <Timeline
                    id={id}
                    moments={story.moments}
                    select={({ execution, state }) => setQuery({ run: execution, state })}
                  />
                </Section>
              </div>
            </div>
            <Messages id={id} />
          </>
        )}
      </Shown>
    </>
  );
}

/** The sentence of the command, where its order and the command need no saying. */
const summaryOf = ({ id, summary }: OrderStory): string =>
  summary.replace(`order ${id}`, 'It').replace(`npm run saga -- redrive ${id}`, 'redrive it');

function Head({ story }: { story: OrderStory }) {
  const { id, state, customerId, can, runs, faults } = story;
  const running = runs.find(isRunning);
  return (
    <header class="page-head order-head">
      <h1>
        Order <span class="mono">{id}</span>
      </h1>
      <Badge tone={TONES[state]}>{state}</Badge>
      {story.error && (
        <a class="bad-text" href={`/orders?error=${encodeURIComponent(story.error)}`}>
          {story.error}
        </a>
      )}
      <div class="actions">
        {faults && (
          <ActButton act="mendFaults" input={{ customerId }}>
            Take the faults back
          </ActButton>
        )}
        {can.redrive && (
          <ActButton act="redriveOrder" input={{ id }} done={({ execution }) => setQuery({ run: execution })}>
            Redrive
          </ActButton>
        )}
        {running && (
          <ActButton act="stopExecution" input={{ id, execution: running.name }} danger>
            Stop execution
          </ActButton>
        )}
        {can.cancel && (
          <ActButton act="cancelOrder" input={{ id }} danger>
            Cancel order
          </ActButton>
        )}
      </div>
    </header>
  );
}

const isRunning = ({ status }: OrderRun): boolean =>
  status.startsWith('RUNNING') || status.startsWith('PENDING');

/** The run that is looked at: the one that the address names, or else the latest. */
const pick = (runs: readonly OrderRun[], named: string | null): OrderRun | undefined =>
  runs.find(({ name }) => name === named) ?? runs.at(-1);

/** Both state machines as they are deployed: asked for once, since a deploy alone changes them. */
type Machines = Answer<Record<OrderRun['machine'], SagaGraph>>;

function Saga({ story: { id, runs }, machines }: { story: OrderStory; machines: Machines }) {
  const { query } = usePlace();
  const run = pick(runs, query.get('run'));
  const state = query.get('state') ?? undefined;
  return (
    <Section title="Saga" actions={runs.length > 1 && <RunChoice id={id} runs={runs} chosen={run} />}>
      {!run && (
        <p class="muted">
          Step Functions knows no execution of it: none has begun, or it ended more than 90 days ago.
        </p>
      )}
      {run && <RunFacts run={run} />}
      <Shown answer={machines} what="Loading the state machine">
        {({ saga, undo }) => {
          const graph = run?.machine === 'undo' ? undo : saga;
          return (
            <>
              <SagaPicture
                graph={graph}
                overlay={overlayOf(graph, run, runs, undoesOf([saga, undo]))}
                selected={state}
                label={`State machine of execution ${run?.name ?? id}`}
                select={(name) => setQuery({ state: name === state ? undefined : name })}
              />
              <Legend />
              {!state && <p class="muted">Choose a state to see its input, output, attempts and errors.</p>}
            </>
          );
        }}
      </Shown>
    </Section>
  );
}

/** The state that was chosen, in the run that is shown. */
function Chosen({ runs, machines }: { runs: OrderRun[]; machines: Machines }) {
  const { query } = usePlace();
  const run = pick(runs, query.get('run'));
  const state = query.get('state');
  if (!run || !state) return null;
  const comment = machines.data?.[run.machine].nodes.find(({ name }) => name === state)?.comment;
  return (
    <Section
      title={state}
      actions={
        <button type="button" class="small" onClick={() => setQuery({ state: undefined })}>
          Close
        </button>
      }
    >
      <StatePanel key={state} run={run} state={state} {...(comment && { comment })} />
    </Section>
  );
}

const shortName = (id: string, name: string): string =>
  name === id ? 'saga' : name.startsWith(`${id}.`) ? name.slice(id.length + 1).replace('.', ' ') : name;

const RunChoice = ({ id, runs, chosen }: { id: string; runs: OrderRun[]; chosen: OrderRun | undefined }) => (
  <fieldset class="run-choice">
    <legend class="visually-hidden">Execution that is shown</legend>
    {runs.map((run) => (
      <button
        key={run.name}
        type="button"
        class="small"
        aria-pressed={run === chosen}
        onClick={() => setQuery({ run: run.name, state: undefined })}
      >
        {shortName(id, run.name)}
      </button>
    ))}
  </fieldset>
);

function RunFacts({ run: { name, status, startedAt, stoppedAt, error, cause } }: { run: OrderRun }) {
  const took = startedAt && stoppedAt ? Date.parse(stoppedAt) - Date.parse(startedAt) : undefined;
  return (
    <>
      <p class="run-facts">
        <Badge tone={toneOfRun(status)}>{status}</Badge> <span class="mono break">{name}</span>{' '}
        <span class="muted">
          {startedAt && (
            <>
              began <Time at={startedAt} ms />
            </>
          )}
          {took !== undefined && `, took ${durationText(took)}`}
        </span>
      </p>
      {error && <p class="bad-text break">{cause ?? error}</p>}
    </>
  );
}

function Standing({ story }: { story: OrderStory }) {
  const { id, customerId, total, items, createdAt, stands, traceId, faults } = story;
  return (
    <Section title="What stands now">
      <Facts
        of={{
          Total: moneyText(total),
          Placed: <Ago at={createdAt} />,
          Customer: (
            <a class="mono" href={`/orders?customer=${encodeURIComponent(customerId)}`}>
              {customerId}
            </a>
          ),
          Trace: traceId && (
            <a class="mono" href={`/traces/${traceId}`}>
              {traceId}
            </a>
          ),
          Logs: <a href={`/logs?order=${encodeURIComponent(id)}`}>what the functions wrote</a>,
          Faults: faults && <span class="bad-text">{faults.join('; ')}</span>,
        }}
      />
      <dl class="stands">
        {stands.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="break">{text}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>Items as they were ordered</summary>
        <Json label="Items" value={items} />
      </details>
    </Section>
  );
}
