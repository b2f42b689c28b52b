import { useMemo } from 'preact/hooks';
import type { Operation } from '../../../api/explorer/operations.ts';
import { setQuery, usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { Attempt } from './attempt.tsx';

/** `/api` lists the operations of the shop's API, `/api/<operation>` tries one. */
export function Explorer({ rest: [id] }: { rest: string[] }) {
  const { query } = usePlace();
  const found = useRead('operations', {});
  const words = query.get('q') ?? '';
  return (
    <>
      <header class="page-head">
        <h1>API</h1>
        {found.data?.api && <span class="mono break muted">{found.data.api}</span>}
      </header>
      <Shown answer={found} what="Reading the document">
        {({ operations, identities, api }) => (
          <div class="explorer">
            <div class={id === undefined ? undefined : 'beside'}>
              <search class="filters">
                <input
                  type="search"
                  value={words}
                  placeholder="Operation ( / )"
                  aria-label="Words of an operation"
                  onInput={({ currentTarget }) => setQuery({ q: currentTarget.value })}
                />
              </search>
              <Operations all={operations} words={words} open={id} />
            </div>
            {id !== undefined && (
              <OpenOperation
                key={id}
                operation={operations.find((one) => one.id === id)}
                identities={identities}
                hasApi={api !== undefined}
                again={found.again}
              />
            )}
          </div>
        )}
      </Shown>
    </>
  );
}

function OpenOperation({
  operation,
  ...rest
}: { operation: Operation | undefined } & Omit<Parameters<typeof Attempt>[0], 'operation'>) {
  return operation ? (
    <Attempt operation={operation} {...rest} />
  ) : (
    <Empty title="There is no such operation">The list has all that there are.</Empty>
  );
}

function Operations({
  all,
  words,
  open,
}: {
  all: readonly Operation[];
  words: string;
  open: string | undefined;
}) {
  const groups = useMemo(() => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((one) => wanted.every((word) => textOf(one).includes(word)));
    return [...Map.groupBy(found, ({ tag }) => tag)];
  }, [all, words]);
  if (groups.length === 0) return <Empty title="No operation has these words" />;
  const suffix = words ? `?q=${encodeURIComponent(words)}` : '';
  return (
    <>
      {groups.map(([tag, operations]) => (
        <section key={tag} class="operations">
          <h2>{tag}</h2>
          <ul>
            {operations.map(({ id, method, path, summary, roles }) => (
              <li key={id}>
                <a href={`/api/${id}${suffix}`} aria-current={id === open ? 'page' : undefined}>
                  <span class={`method ${method.toLowerCase()}`}>{method}</span>{' '}
                  <span class="mono break">{path}</span>
                  <small>
                    {summary}
                    {roles.length > 0 && ` (${roles.join(', ')})`}
                  </small>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const textOf = ({ id, method, path, summary, tag }: Operation): string =>
  `${id} ${method} ${path} ${summary} ${tag}`.toLowerCase();
