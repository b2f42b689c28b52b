import { consumer } from '../../platform/consumer.ts';
import { unlessKnown } from '../../platform/inbox.ts';
import { makeDomainCounters } from '../composition.ts';

const counters = makeDomainCounters();

/** Events of payments -> counters of charges and refunds. An event that comes again changes nothing. */
export const handler = consumer({
  'payment.charged': (event) => unlessKnown(() => counters.charged(event)),
  'payment.refunded': (event) => unlessKnown(() => counters.refunded(event)),
});
