/** What Bun says about one thing that it could not bundle. */
interface Message {
  readonly message: string;
  readonly position?: { file: string; line: number; column: number; lineText: string } | null;
}

/**
 * A message with the place that it is about, as editors and terminals understand it: Bun's own text has none.
 *
 * @example placed(result.logs[0]) // 'functions/orders/order.ts:12:7: Unexpected ;\n  const a = ;\n            ^'
 */
export function placed({ message, position }: Message, root: string): string {
  if (!position?.file) return message;
  const { file, line, column, lineText } = position;
  const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  const pointer = lineText ? `\n  ${lineText}\n  ${' '.repeat(Math.max(0, column - 1))}^` : '';
  return `${path}:${line}:${column}: ${message}${pointer}`;
}
