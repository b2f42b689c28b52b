import { QueueList } from './queue-list.tsx';
import { QueuePage } from './queue-page.tsx';

/** `/queues` is the list, `/queues/<short name>` one of them. */
export const Queues = ({ rest: [short] }: { rest: string[] }) =>
  short === undefined ? <QueueList /> : <QueuePage short={short} />;
