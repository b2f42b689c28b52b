interface ColumnsOptions {
  /** Whether all columns but the first hold figures, which stand at the right. */
  figures?: boolean;
}

/** Rows as lines, their cells below one another; the first row has all columns. */
export function columns(
  rows: readonly (readonly string[])[],
  { figures = false }: ColumnsOptions = {},
): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((cells) => (cells[at] ?? '').length)));
  return rows.map((cells) =>
    cells
      .map((cell, at) => (figures && at > 0 ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}
