import { type Line, tell } from './line.ts';
import { Sheet } from './show.ts';
import type { SourceFrames } from './source-frames.ts';

interface PrinterOptions {
  json: boolean;
  /** Whether Lambda's own lines and those of metrics are printed too. */
  all: boolean;
  /** The order that was asked for. */
  order: string | undefined;
  frames: SourceFrames;
}

/** Prints lines for people, or as JSON: one document, or one for each line while following, which has no end. */
export class Printer {
  /** How many lines were printed. */
  count = 0;
  readonly #options: PrinterOptions;
  readonly #sheet: Sheet;

  constructor(options: PrinterOptions) {
    this.#options = options;
    this.#sheet = new Sheet({
      color: process.stdout.isTTY === true && !process.env.NO_COLOR,
      order: options.order,
    });
  }

  /** Prints all lines that there are. */
  all(lines: readonly Line[]): void {
    if (this.#options.json) console.log(JSON.stringify(this.#wanted(lines).map(record), null, 2));
    else this.add(lines);
  }

  /** Prints more lines. */
  add(lines: readonly Line[]): void {
    for (const line of this.#wanted(lines))
      if (this.#options.json) console.log(JSON.stringify(record(line)));
      else for (const text of this.#sheet.lines(line)) console.log(text);
  }

  /** The lines that are printed, with positions in the sources. */
  #wanted(lines: readonly Line[]): Line[] {
    const { all, frames } = this.#options;
    const wanted = lines.filter((line) => all || !tell(line).isMachine);
    this.count += wanted.length;
    return wanted.map((line) => ({ ...line, text: frames.resolve(line.text) }));
  }
}

/** A line for programs: what it says, and who wrote it. */
function record(line: Line): Record<string, unknown> {
  const { level, message, fields } = tell(line);
  return {
    time: new Date(line.at).toISOString(),
    level,
    message,
    function: line.fn,
    instance: line.stream.slice(-8),
    ...Object.fromEntries(
      Object.entries(fields).filter(([key]) => !['time', 'function', 'instance'].includes(key)),
    ),
  };
}
