import type { ComponentChildren } from 'preact';

/** A column: its heading, and what stands in it for a row. */
export interface Column<T> {
  title: string;
  /** Numbers stand to the right. */
  number?: boolean;
  /** Left out on narrow screens. */
  wide?: boolean;
  cell(row: T): ComponentChildren;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf(row: T): string;
  /** The key of the row that is selected by keyboard. */
  selected?: string | undefined;
}

/** Rows of the same kind. It scrolls by itself when it is wider than the screen. */
export const Table = <T,>({ label, rows, columns, keyOf, selected }: Props<T>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
  <section class="table" aria-label={label} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {columns.map(({ title, number, wide }) => (
            <th key={title} scope="col" class={classes({ number, wide })}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} class={keyOf(row) === selected ? 'selected' : undefined}>
            {columns.map(({ title, number, wide, cell }) => (
              <td key={title} class={classes({ number, wide })}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const classes = (flags: Record<string, boolean | undefined>): string | undefined =>
  Object.keys(flags)
    .filter((name) => flags[name])
    .join(' ') || undefined;
