import type { EmailRow } from '../../../api/mail.ts';
import { counted } from '../../lib/format.ts';
import { setQuery, usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { useSelection } from '../../lib/use-selection.ts';
import { Ago } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const COLUMNS: readonly Column<EmailRow>[] = [
  { title: 'Number', number: true, cell: ({ n }) => n },
  { title: 'Subject', cell: ({ n, subject }) => <a href={`/mail/${n}`}>{subject || '(no subject)'}</a> },
  { title: 'To', cell: ({ to }) => <span class="break">{to.join(', ')}</span> },
  { title: 'Sent', cell: ({ time }) => <Ago at={time} /> },
];

/** The emails of a stage on this machine, newest first. */
export function EmailList() {
  const { query } = usePlace();
  const [to, subject, before] = ['to', 'subject', 'before'].map((name) => query.get(name) ?? undefined);
  const found = useRead('mailbox', { to, subject, ...(before && { before: Number(before) }) });
  const rows = found.data?.isKept ? found.data.emails : [];
  const selected = useSelection(rows, ({ n }) => `/mail/${n}`);
  return (
    <>
      <header class="page-head">
        <h1>Mailbox</h1>
      </header>
      <search class="filters">
        <input
          type="search"
          value={to ?? ''}
          placeholder="Recipient ( / )"
          aria-label="Part of a recipient's address"
          onInput={({ currentTarget }) => setQuery({ to: currentTarget.value, before: undefined })}
        />
        <label>
          Subject
          <input
            value={subject ?? ''}
            onInput={({ currentTarget }) => setQuery({ subject: currentTarget.value, before: undefined })}
          />
        </label>
      </search>
      <Shown answer={found} what="Reading the mailbox">
        {(box) => {
          if (!box.isKept)
            return (
              <Empty title="There is no mailbox in AWS">
                SES sends emails and keeps none. What was sent is counted on Metrics, and each order tells of
                its own.
              </Empty>
            );
          if (box.emails.length === 0)
            return (
              <Empty title={box.all === 0 ? 'No email was sent yet' : 'No such email'}>
                {box.all === 0
                  ? 'Whoever registers gets one, and whoever orders.'
                  : `${counted(box.all, 'email')} in all.`}
              </Empty>
            );
          return (
            <>
              <Table
                label="Emails"
                rows={box.emails}
                columns={COLUMNS}
                keyOf={({ n }) => String(n)}
                selected={selected && String(selected.n)}
              />
              {box.left > 0 && (
                <button
                  type="button"
                  onClick={() => setQuery({ before: String(box.emails.at(-1)?.n) }, { replace: false })}
                >
                  Older ({box.left})
                </button>
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
}
