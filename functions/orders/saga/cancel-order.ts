import { SagaFailure } from '../../contracts/order-saga.ts';
import { step } from '../../kit/step.ts';
import { ownTable } from '../../kit/table.ts';
import { OrderRepository } from '../repository.ts';
import { OrderSettlement } from '../settle-order.ts';

const settlement = new OrderSettlement(new OrderRepository(ownTable()));

export const handler = step(SagaFailure, (order) => settlement.cancel(order, order.failure));
