import * as z from 'zod/mini';
import { Id, Sku } from '../contracts/http/schemas.ts';
import { ROLES } from '../contracts/roles.ts';
import { InventoryService, ReservationStatus } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import { serveRpc } from '../platform/rpc/serve.ts';
import { tableCheck } from '../platform/rpc/table-check.ts';
import { valid } from '../platform/rpc/valid.ts';
import { ServiceError } from '../platform/service-error.ts';
import { tableFromEnvironment } from '../platform/table.ts';
import { makeReservationRepository, makeStockRepository } from './composition.ts';

const table = tableFromEnvironment();
const stocks = makeStockRepository(table);
const reservations = makeReservationRepository(table);

/** As many as one read of the table gives. */
const MOST_SKUS = 100;

const Skus = z.object({ skus: z.array(Sku).check(z.minLength(1), z.maxLength(MOST_SKUS)) });
const ByOrder = z.object({ orderId: Id });

/** The inventory service's side of proto/inventory/v1/inventory.proto. */
export const handler = serveRpc(
  InventoryService,
  {
    async getStock(request) {
      const { skus } = valid(Skus, request);
      const stock = await stocks.getMany([...new Set(skus)]);
      return { stock: stock.map(({ sku, available, reserved }) => ({ sku, available, reserved })) };
    },
    async getReservation(request) {
      const { orderId } = valid(ByOrder, request);
      const reservation = await reservations.get(orderId);
      if (!reservation) throw new ServiceError('notFound', 'Nothing was ever held for this order.');
      const { status, items, refusal } = reservation;
      return { reservation: { orderId, status: ReservationStatus[status], items, refusal } };
    },
  },
  {
    access: {
      getStock: { services: ['gateway'], users: ROLES },
      getReservation: { services: ['gateway'], users: ['staff'] },
    },
    checks: { table: tableCheck(table) },
  },
);
