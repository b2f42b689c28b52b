import { consumer } from '../../platform/consumer.ts';
import { unlessKnown } from '../../platform/inbox.ts';
import { makeDemandRepository } from '../composition.ts';

const demand = makeDemandRepository();

/** Events of orders -> demand figures per product. An event that comes again changes nothing. */
export const handler = consumer({
  'order.created': ({ id, data }) => unlessKnown(() => demand.count('ordered', id, data.items)),
  'order.confirmed': ({ id, data }) => unlessKnown(() => demand.count('confirmed', id, data.items)),
  'order.cancelled': ({ id, data }) => unlessKnown(() => demand.count('cancelled', id, data.items)),
});
