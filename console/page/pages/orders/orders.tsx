import { OrderList } from './order-list.tsx';

/** `/orders` is the list, `/orders/<id>` one of them. */
export const Orders = ({ rest }: { rest: string[] }) => (rest[0] === undefined ? <OrderList /> : null);
