import type { DomainEvent } from '../../../functions/contracts/events.ts';
import type { World } from '../world/world.ts';
import type { Books } from './read.ts';

/** No change without its event, no event without its change, and every event takes effect once. */
export function messageProblems(world: World, books: Books): string[] {
  return [...recordProblems(books), ...deliveryProblems(world, books), ...effectProblems(world, books)];
}

/** The events that an order's history has to have left in the outboxes, in their order. */
function expectedEvents({ orders, charges }: Books): Map<string, string[]> {
  const expected = new Map<string, string[]>();
  for (const { id, status, sequence } of orders) {
    const settled = { PENDING: [], CONFIRMED: ['order.confirmed'], CANCELLED: ['order.cancelled'] }[status];
    // A confirmation that was taken back has left its event too.
    const between = sequence === 3 ? ['order.confirmed'] : [];
    expected.set(`orders ${id}`, ['order.created', ...between, ...settled]);
  }
  for (const [id, { status }] of charges) {
    const charged = status === 'VOIDED' ? [] : ['payment.charged'];
    const refunded = status === 'REFUNDED' ? ['payment.refunded'] : [];
    expected.set(`payments ${id}`, [...charged, ...refunded]);
  }
  return expected;
}

function recordProblems(books: Books): string[] {
  const expected = expectedEvents(books);
  const problems: string[] = [];
  for (const service of ['orders', 'payments']) {
    const bySubject = Map.groupBy(books.events[service] ?? [], ({ subject }) => subject);
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

/** What is in an outbox was published, or waits for people; what was published is in an outbox. */
function deliveryProblems(world: World, { events }: Books): string[] {
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

/** Demand counts each order once; each settled order's customer gets at most one email an event. */
function effectProblems(world: World, { events, demand }: Books): string[] {
  const problems: string[] = [];
  const units = new Map<string, number>();
  let open = 0;
  for (const event of events.orders ?? []) {
    if (event.type !== 'order.created') continue;
    const lost =
      isAside(world, event, 'count-demand-dead') || isAside(world, event, 'orders-publish-outbox-failed');
    open += lost ? 1 : 0;
    for (const { sku, quantity } of event.data.items) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  for (const [sku, ordered] of units) {
    const counted = demand.get(sku)?.units ?? 0;
    if (open === 0 ? counted !== ordered : counted > ordered)
      problems.push(`demand of ${sku} is ${counted}, ordered were ${ordered}`);
  }
  for (const { type, subject } of events.orders ?? []) {
    const word = { 'order.confirmed': 'confirmed', 'order.cancelled': 'cancelled' }[type as string];
    const mails = world.aws.mailbox.filter((mail) => word && mail.text.includes(subject));
    if (mails.length > (events.orders ?? []).filter((one) => one.subject === subject).length - 1)
      problems.push(`${subject}: ${mails.length} emails`);
  }
  return problems;
}
