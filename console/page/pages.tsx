import type { ComponentType } from 'preact';
import { partsOf } from './lib/path.ts';
import { Explorer } from './pages/explorer/explorer.tsx';
import { Failures } from './pages/failures/failures.tsx';
import { Invariants } from './pages/invariants/invariants.tsx';
import { Logs } from './pages/logs/logs.tsx';
import { Mail } from './pages/mail/mail.tsx';
import { Metrics } from './pages/metrics/metrics.tsx';
import { Orders } from './pages/orders/orders.tsx';
import { Queues } from './pages/queues/queues.tsx';
import { Services } from './pages/services/services.tsx';
import { Tables } from './pages/tables/tables.tsx';
import { Traces } from './pages/traces/traces.tsx';

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
  { title: 'Traces', address: '/traces', Page: Traces },
  { title: 'Metrics', address: '/metrics', Page: Metrics },
  { title: 'Tables', address: '/tables', Page: Tables },
  { title: 'Mailbox', address: '/mail', Page: Mail },
  { title: 'Invariants', address: '/invariants', Page: Invariants },
  { title: 'API', address: '/api', Page: Explorer },
];

/** Pages that others lead to. */
const UNLISTED: readonly PageEntry[] = [{ title: 'Logs', address: '/logs', Page: Logs }];

/** The page that a path belongs to; `/` is the first one's. */
export function pageAt(path: string): { page: PageEntry; rest: string[] } | undefined {
  const [first = '', ...rest] = partsOf(path);
  const page =
    first === '' ? PAGES[0] : [...PAGES, ...UNLISTED].find(({ address }) => address === `/${first}`);
  return page && { page, rest: rest.filter(Boolean) };
}
