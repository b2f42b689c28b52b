import { EmailList } from './email-list.tsx';
import { EmailView } from './email-view.tsx';

/** `/mail` is the list, `/mail/<n>` one email. */
export const Mail = ({ rest: [n] }: { rest: string[] }) =>
  n === undefined ? <EmailList /> : <EmailView n={Number(n)} />;
