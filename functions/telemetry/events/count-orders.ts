import { consumer } from '../../platform/consumer.ts';
import { unlessKnown } from '../../platform/inbox.ts';
import { makeDomainCounters } from '../composition.ts';

const counters = makeDomainCounters();

/** Events of orders -> counters of orders and sagas. An event that comes again changes nothing. */
export const handler = consumer({
  'order.created': (event) => unlessKnown(() => counters.placed(event)),
  'order.confirmed': (event) => unlessKnown(() => counters.confirmed(event)),
  'order.cancelled': (event) => unlessKnown(() => counters.cancelled(event)),
});
