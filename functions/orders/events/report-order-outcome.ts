import { consumer } from '../../platform/consumer.ts';
import { log } from '../../platform/log.ts';
import { makeOrderRepository } from '../composition.ts';

const orders = makeOrderRepository();

/**
 * reservation.overdue -> what became of the order, if that is final: the row is written before its saga starts and is
 * never deleted, so an order without a row never was. Of a pending order nothing is said: whoever settles it will.
 */
export const handler = consumer({
  'reservation.overdue': async ({ sequence, data: { orderId } }) => {
    const status = (await orders.get(orderId))?.status ?? 'UNKNOWN';
    if (status === 'PENDING')
      return log.warn('inventory asks for an order that is still pending', { orderId });
    await orders.reportOutcome(orderId, status, sequence);
  },
});
