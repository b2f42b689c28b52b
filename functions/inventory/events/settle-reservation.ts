import { consumer } from '../../platform/consumer.ts';
import { makeReservations } from '../composition.ts';

const reservations = makeReservations();

/**
 * What became of an order -> its reservation is kept or given back. Both are steps that can be repeated, and cancelled
 * is the last that is said of an order: so the events may come again and in any order.
 */
export const handler = consumer({
  'order.confirmed': ({ data }) => reservations.commit(data.orderId),
  'order.cancelled': ({ data }) => reservations.release(data),
  'order.restated': ({ data }) =>
    data.outcome === 'CONFIRMED' ? reservations.commit(data.orderId) : reservations.release(data),
});
