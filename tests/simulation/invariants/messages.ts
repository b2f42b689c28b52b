import type { DomainEvent } from '../../../functions/contracts/events.ts';
import { chargeStatuses } from '../../../ops/ledger/rows.ts';
import type { World } from '../world/world.ts';
import type { WorldRows } from './read.ts';

/** No change without its event, no event without its change, and every event takes effect once. */
export function messageProblems(world: World, rows: WorldRows): string[] {
  return [...recordProblems(rows), ...deliveryProblems(world, rows), ...effectProblems(world, rows)];
}

/** The events that an order's history has to have left in the outboxes, in their order. */
function expectedEvents(rows: WorldRows): Map<string, string[]> {
  const expected = new Map<string, string[]>();
  for (const { id, status, confirmedAt, cancellation } of rows.orders) {
    // A confirmation that was taken back has left its event too; after a wish to cancel there is none.
    expected.set(`orders ${id}`, [
      'order.created',
      ...(confirmedAt ? ['order.confirmed'] : []),
      ...(cancellation ? ['order.cancelling'] : []),
      ...(status === 'CANCELLED' ? ['order.cancelled'] : []),
    ]);
  }
  for (const [id, status] of chargeStatuses(rows)) {
    const charged = status === 'VOIDED' ? [] : ['payment.charged'];
    const refunded = status === 'REFUNDED' ? ['payment.refunded'] : [];
    expected.set(`payments ${id}`, [...charged, ...refunded]);
  }
  return expected;
}

function recordProblems(rows: WorldRows): string[] {
  const expected = expectedEvents(rows);
  const problems: string[] = [];
  for (const service of ['orders', 'payments']) {
    const bySubject = Map.groupBy(rows.events[service] ?? [], ({ subject }) => subject);
    for (const [subject, events] of bySubject) {
      const types = events.sort((a, b) => a.sequence - b.sequence).map(({ type }) => type);
      const wanted = expected.get(`${service} ${subject}`) ?? [];
      expected.delete(`${service} ${subject}`);
      if (types.join() !== wanted.join())
        problems.push(`${subject} told of [${types.join(', ')}], its state of [${wanted.join(', ')}]`);
    }
  }
  const silent = [...expected].filter(([, types]) => types.length > 0);
  return [...problems, ...silent.map(([subject, types]) => `${subject} never told of ${types.join(', ')}`)];
}

/** Whether people have an event on one of their queues. */
const isAside = (world: World, { id }: DomainEvent, queue: string) =>
  world.messages.aside.some((one) => one.queue === queue && one.body.includes(id));

/** What is in an outbox was published, or waits for manual intervention; what was published is in an outbox. */
function deliveryProblems(world: World, { events }: WorldRows): string[] {
  const published = new Set(world.messages.published.map((body) => (JSON.parse(body) as DomainEvent).id));
  const problems: string[] = [];
  for (const [service, own] of Object.entries(events)) {
    for (const event of own) {
      const known = published.delete(event.id) || isAside(world, event, `${service}-publish-outbox-failed`);
      if (!known) problems.push(`${event.type} of ${event.subject} was never published`);
    }
  }
  return [...problems, ...[...published].map((id) => `event ${id} was published, but nothing changed`)];
}

/** Which of inventory's figures an event adds to. */
const FIGURES = {
  'order.created': 'ordered',
  'order.confirmed': 'confirmed',
  'order.cancelled': 'cancelled',
} as const;

/** Demand counts each event once; an event has at most one email. */
function effectProblems(world: World, { events, demand }: WorldRows): string[] {
  const problems: string[] = [];
  const orders = events.orders ?? [];
  for (const [type, figure] of Object.entries(FIGURES)) {
    const units = new Map<string, number>();
    let lost = false;
    for (const event of orders) {
      if (event.type !== type || !('items' in event.data)) continue;
      lost ||= isAside(world, event, 'count-demand-dead');
      lost ||= isAside(world, event, 'orders-publish-outbox-failed');
      for (const { sku, quantity } of event.data.items) units.set(sku, (units.get(sku) ?? 0) + quantity);
    }
    for (const [sku, expected] of units) {
      const counted = demand.get(sku)?.[figure] ?? 0;
      if (lost ? counted > expected : counted !== expected)
        problems.push(`${figure} units of ${sku}: counted ${counted}, there were ${expected}`);
    }
  }
  for (const [subject, own] of Map.groupBy(orders, (event) => event.subject)) {
    const mails = world.aws.mailbox.filter((mail) => mail.text.includes(subject)).length;
    const settled = own.filter(({ type }) => type === 'order.confirmed' || type === 'order.cancelled').length;
    if (mails > settled) problems.push(`${subject}: ${mails} emails about ${settled} events`);
  }
  return problems;
}
