import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { counted, durationText } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { setQuery } from '../../lib/router.ts';
import { useOnce } from '../../lib/use-once.ts';
import { Copy, Json, Section } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';

type Item = Record<string, unknown>;
type Asked = { table: string; query: URLSearchParams };

/** What a table answers to the question in the address. */
export function Items({ table, query }: Asked) {
  const of = (name: string) => query.get(name) ?? undefined;
  const after = of('after');
  const found = useOnce('tableItems', {
    table,
    index: of('index'),
    pk: of('pk') ?? '',
    sk: of('sk'),
    match: of('match') === 'is' ? 'is' : 'begins',
    newest: of('newest') === 'first' ? 'first' : 'last',
    after,
  });
  const more = found.data?.more;
  useShortcuts([
    { key: 'r', does: 'looks it up again', run: found.again },
    { key: 'n', does: 'goes to the next page', run: () => more && go(more) },
  ]);
  return (
    <Section
      title="Items"
      actions={
        <>
          {found.data && <Copy text={JSON.stringify(found.data.items, null, 2)} label="Copy all as JSON" />}
          <button type="button" class="small" onClick={found.again} disabled={found.isAsking}>
            {found.isAsking ? 'Looking…' : 'Look up again'}
          </button>
        </>
      }
    >
      <Shown answer={found} what="Looking it up">
        {({ items, key }) => (
          <>
            {items.length === 0 ? (
              <Empty title="No item">
                {after === undefined ? 'The key has no item like that.' : 'That was all.'}
              </Empty>
            ) : (
              <>
                <p class="muted">
                  {counted(items.length, 'item')}
                  {more !== undefined && ', and there are more'}, in {durationText(found.tookMs ?? 0)}
                </p>
                <Rows items={items} names={[key.partition, ...(key.sort ? [key.sort] : [])]} />
              </>
            )}
            <div class="actions">
              {after !== undefined && (
                <button type="button" onClick={() => setQuery({ after: undefined }, { replace: false })}>
                  First page
                </button>
              )}
              {more !== undefined && (
                <button type="button" onClick={() => go(more)}>
                  Next page
                </button>
              )}
            </div>
          </>
        )}
      </Shown>
    </Section>
  );
}

const go = (after: string): void => setQuery({ after }, { replace: false });

/** Items by their key; each opens to all that it holds. */
function Rows({ items, names }: { items: readonly Item[]; names: readonly string[] }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set(items.length === 1 ? [0] : []));
  const toggle = (index: number) =>
    setOpen((was) =>
      was.has(index) ? new Set([...was].filter((one) => one !== index)) : new Set([...was, index]),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section class="table items" aria-label="Items" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Open</span>
            </th>
            {names.map((name) => (
              <th key={name} scope="col" class="mono">
                {name}
              </th>
            ))}
            <th scope="col" class="wide">
              Other attributes
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => {
            const label = names.map((name) => text(item[name])).join(' ');
            return (
              <Fragment key={index}>
                <tr>
                  <td>
                    <button
                      type="button"
                      class="small"
                      aria-expanded={open.has(index)}
                      aria-label={`All of ${label}`}
                      onClick={() => toggle(index)}
                    >
                      {open.has(index) ? '−' : '+'}
                    </button>
                  </td>
                  {names.map((name) => (
                    <td key={name} class="mono break">
                      {text(item[name])}
                    </td>
                  ))}
                  <td class="wide muted">{preview(item, names)}</td>
                </tr>
                {open.has(index) && (
                  <tr>
                    <td colSpan={names.length + 2}>
                      <Json value={item} label={label} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The other attributes in a line, as far as it reaches. */
function preview(item: Item, names: readonly string[]): string {
  const line = Object.entries(item)
    .filter(([name]) => !names.includes(name))
    .map(([name, value]) => `${name}: ${text(value)}`)
    .join(', ');
  return line.length > 140 ? `${line.slice(0, 140)}…` : line;
}
