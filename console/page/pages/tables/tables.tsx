import type { TableRow } from '../../../api/tables.ts';
import { navigate, usePlace } from '../../lib/router.ts';
import { useOnce } from '../../lib/use-once.ts';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Items } from './items.tsx';
import { Lookup } from './lookup.tsx';

const keyText = ({ partition, sort }: TableRow['key']): string =>
  sort ? `${partition}, ${sort}` : partition;

const COLUMNS: readonly Column<TableRow>[] = [
  {
    title: 'Table',
    cell: ({ short }) => (
      <a class="mono" href={`/tables/${short}`}>
        {short}
      </a>
    ),
  },
  { title: 'Key', cell: ({ key }) => <span class="mono">{keyText(key)}</span> },
  {
    title: 'Indexes',
    wide: true,
    cell: ({ indexes }) => indexes.map(({ name, key }) => `${name} (${keyText(key)})`).join('; '),
  },
  { title: 'Items, about', number: true, cell: ({ items }) => items.toLocaleString('en') },
  { title: 'Bytes', number: true, wide: true, cell: ({ bytes }) => bytes.toLocaleString('en') },
];

/** `/tables` lists them; `/tables/<table>?pk=…&sk=…` asks one. The question is in the address. */
export function Tables({ rest: [short] }: { rest: string[] }) {
  const found = useOnce('tables', {});
  const { query } = usePlace();
  const pk = query.get('pk') ?? '';
  return (
    <>
      <header class="page-head">
        {short !== undefined && (
          <p>
            <a href="/tables">Tables</a>
          </p>
        )}
        <h1 class={short === undefined ? undefined : 'mono'}>{short ?? 'Tables'}</h1>
      </header>
      <Shown answer={found} what="Loading the tables">
        {(all) => {
          if (short === undefined)
            return (
              <>
                <p class="muted">
                  A table is asked by its key. What is secret (hashes of passwords, tokens, idempotency keys)
                  is concealed. AWS counts items every six hours.
                </p>
                <Table label="Tables" rows={all} columns={COLUMNS} keyOf={({ short: name }) => name} />
              </>
            );
          const table = all.find((one) => one.short === short);
          if (!table)
            return (
              <p class="state">
                This stage has no table {short}. <a href="/tables">All tables</a>
              </p>
            );
          return (
            <>
              <Lookup
                key={query.toString()}
                table={table}
                query={query}
                ask={(question) => navigate(`/tables/${short}?${question}`)}
              />
              {pk !== '' && <Items table={short} query={query} />}
            </>
          );
        }}
      </Shown>
    </>
  );
}
