import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { ClosedCustomerRepository } from './closed-customer-repository.ts';
import { ClosedCustomers } from './closed-customers.ts';
import { ProductProjectionRepository } from './product-projection-repository.ts';
import { OrderRepository } from './repository.ts';
import { OrderSettlement } from './settle-order.ts';
import { WaitingOrders } from './waiting-orders.ts';

/**
 * What the functions of orders are made of, over the table of the deployment that they belong to unless told. Clients of
 * Step Functions and SQS are made where they are used: they would be in every function's bundle.
 */
export const makeOrderRepository = (table: Table = tableFromEnvironment()) => new OrderRepository(table);

export const makeWaitingOrders = (table: Table = tableFromEnvironment()) => new WaitingOrders(table);

/** What orders know of products, by the events of inventory. */
export const makeProductProjection = (table: Table = tableFromEnvironment()) =>
  new ProductProjectionRepository(table);

/** Customers who are being deleted, of whom no orders are taken. */
export const makeClosedCustomers = (table: Table, orders: OrderRepository) =>
  new ClosedCustomers(new ClosedCustomerRepository(table), orders);

/** The orders' part in the saga. */
export const makeSettlement = () => new OrderSettlement(makeOrderRepository());
