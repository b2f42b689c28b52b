import { OrderList } from './order-list.tsx';
import { OrderPage } from './order-page.tsx';

/** `/orders` is the list, `/orders/<id>` one of them. */
export const Orders = ({ rest: [id] }: { rest: string[] }) =>
  id === undefined ? <OrderList /> : <OrderPage key={id} id={id} />;
