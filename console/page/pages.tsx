import type { ComponentType } from 'preact';
import { Books } from './pages/books/books.tsx';
import { Failures } from './pages/failures/failures.tsx';
import { Orders } from './pages/orders/orders.tsx';
import { Queues } from './pages/queues/queues.tsx';
import { Services } from './pages/services/services.tsx';
import { Tables } from './pages/tables/tables.tsx';

interface PageProps {
  /** What follows the page's address in the path, part by part: `['01J…']` of `/orders/01J…`. */
  rest: string[];
}

interface PageEntry {
  title: string;
  address: string;
  Page: ComponentType<PageProps>;
}

/** All pages, as they are listed. */
export const PAGES: readonly PageEntry[] = [
  { title: 'Orders', address: '/orders', Page: Orders },
  { title: 'Failures', address: '/failures', Page: Failures },
  { title: 'Queues', address: '/queues', Page: Queues },
  { title: 'Services', address: '/services', Page: Services },
  { title: 'Tables', address: '/tables', Page: Tables },
  { title: 'Books', address: '/books', Page: Books },
];

/** The page that a path belongs to; `/` is the first one's. */
export function pageAt(path: string): { page: PageEntry; rest: string[] } | undefined {
  const [, first = '', ...rest] = path.split('/').map(decodeURIComponent);
  const page = first === '' ? PAGES[0] : PAGES.find(({ address }) => address === `/${first}`);
  return page && { page, rest: rest.filter(Boolean) };
}
