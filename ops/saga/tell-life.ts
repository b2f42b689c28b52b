import { namedStage } from '@serverless-orders/localstack';
import type { Money } from '../../functions/contracts/money.ts';
import { isUnderWay } from '../../functions/orders/executions.ts';
import { pendingSince } from '../../functions/orders/order.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import { traceIdOf } from '../../functions/platform/tracing/traceparent.ts';
import { historyMoments, inShort, type Moment } from './history-lines.ts';
import type { Booked, Life } from './life.ts';

/** An amount as people write it: `25.00 EUR`. */
export function inWords({ amount, currency }: Money): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

const goods = (items: { sku: string; quantity: number }[]) =>
  items.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ') || 'nothing';

/** What stands about an order now, where no time is kept of it. */
export function stateLines({ order, reservation, charge }: Life): string[] {
  const { status, attention, cancellation, redrives = 0 } = order;
  const also = [
    attention && 'waits for manual intervention',
    cancellation && status === 'PENDING' && `to be cancelled for ${cancellation.by}`,
    redrives > 0 && `redriven ${redrives} times`,
  ].filter(Boolean);
  return [
    `order        ${[status, ...also].join(', ')}`,
    `asks for     ${goods(order.items)} at ${inWords(order.total)}, for customer ${order.customerId}`,
    `reservation  ${reservation ? `${reservation.status}${reservation.refusal ? ` (${reservation.refusal})` : ''}, ${goods(reservation.items)}` : 'none'}`,
    `charge       ${charge ? `${charge.status}${charge.refusal ? ` (${charge.refusal})` : ''}${charge.money ? `, ${inWords(charge.money)}` : ''}` : 'none'}`,
  ];
}

/** One order's life across the services, oldest first; of one moment in the order of the services. */
export function momentsOf(life: Life): Moment[] {
  const { order, events, reservation, transactions, executions, consumed, messages } = life;
  const moments: Moment[] = [
    ...events.map(({ time, source, type, sequence }) => ({
      at: time,
      who: source.slice(1),
      text: `event ${type} (${sequence})`,
    })),
    ...(reservation?.heldAt
      ? [{ at: reservation.heldAt, who: 'inventory', text: `holds ${goods(reservation.items)}` }]
      : []),
    ...transactions.map(bookedMoment),
    ...executions.flatMap(({ execution, history }) =>
      historyMoments(execution.machine, execution.name, history),
    ),
    ...consumed.map(({ at, who, text }) => ({ at, who, text })),
    ...messages.map(({ queue, at }) => ({
      at,
      who: 'operators',
      text: `a message waits on ${queue}`,
      failed: true as const,
    })),
    ...(order.attention && order.waitsSince
      ? [
          {
            at: order.waitsSince,
            who: 'orders',
            text: 'is parked: it waits for manual intervention',
            failed: true as const,
          },
        ]
      : []),
  ];
  return moments.sort((a, b) => a.at.localeCompare(b.at));
}

function bookedMoment({ header, entries }: Booked): Moment {
  const sides = entries.map(({ account, amount, currency }) => {
    const sign = amount > 0 ? '+' : '';
    return `${account.replace(/:.*/, '')} ${sign}${inWords({ amount, currency })}`;
  });
  const sum = entries.reduce((total, { amount }) => total + amount, 0);
  const odd = sum === 0 && entries.length === 2 ? '' : ' (it does not sum to zero)';
  return {
    at: header.createdAt ?? '',
    who: 'payments',
    text: `books a ${header.kind}: ${sides.join(', ')}${odd}`,
    ...(odd && { failed: true }),
  };
}

/** Everything on a time line, in columns. The date is told when it changes. */
export function momentLines(moments: Moment[]): string[] {
  let day = '';
  return moments.flatMap(({ at, who, text }) => {
    const [date = '', time = ''] = at.split('T');
    const line = `  ${time.replace('Z', '').padEnd(14)}${who.padEnd(11)}${text}`;
    if (date === day) return [line];
    day = date;
    return [date, line];
  });
}

/** Where its logs are, and its trace. */
export function whereToLook({ order, events }: Life, stage: string): string[] {
  const at = stage === namedStage() ? '' : ` --stage ${stage}`;
  // Orders from before they kept it have it in their event.
  const traceparent = order.traceparent ?? events.find(({ type }) => type === 'order.created')?.traceparent;
  const trace = traceparent && traceIdOf(traceparent);
  return [
    `logs         npm run logs -- --order ${order.id}${at}`,
    ...(trace ? [`trace        ${trace} (npm run logs -- --trace ${trace}${at})`] : []),
  ];
}

/** What it comes to, in one line. `now` in ms since 1970. */
export function sumUp({ order, reservation, charge, executions }: Life, now: number): string {
  const { id, status, attention, reason, waitsSince } = order;
  const held = reservation?.status === 'HELD' || reservation?.status === 'COMMITTED';
  const taken = [
    charge?.status === 'CHARGED' && charge.money && `${inWords(charge.money)} charged`,
    held && `${goods(reservation.items)} held`,
  ].filter(Boolean);
  const standing = taken.length > 0 ? taken.join(' and ') : 'nothing charged and nothing held';
  if (status === 'CONFIRMED') return `order ${id} is CONFIRMED: ${standing}`;
  if (status === 'CANCELLED') return `order ${id} is CANCELLED (${reason?.code}): ${standing}`;
  const running = executions.find(({ execution }) => isUnderWay(execution))?.execution;
  if (running) return `order ${id} is PENDING, ${standing}: its execution ${running.name} runs`;
  if (attention) {
    const failed = failuresOf(order).slice(1);
    const why = failed
      .map(({ step, error, cause }) => `${step} failed (${inShort(error, cause)})`)
      .join(', ');
    return `order ${id} waits for manual intervention since ${waitsSince}, ${standing}${why && `: ${why}`}; mend it, then npm run saga -- redrive ${id}`;
  }
  const minutes = Math.floor((now - pendingSince(order)) / 60_000);
  return `order ${id} is PENDING for ${minutes} min, ${standing}, and no execution runs: the reconciler takes it up`;
}
