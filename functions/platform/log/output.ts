import { writeSync } from 'node:fs';

/**
 * Whether writing to the file descriptor is enough. In Lambda it is: `process.stdout` would load Node's sockets and streams first, 1.3 ms of every
 * cold start. Elsewhere terminals and test runners put themselves in front of `process.stdout`.
 */
let direct = process.env.AWS_LAMBDA_RUNTIME_API !== undefined;

/** What is written together, if anything is. */
let held: string | undefined;

/** Keeps what is written from now on in Lambda until {@link releaseOutput}: each write wakes whoever reads, which costs as much as a line. */
export function holdOutput(): void {
  if (direct) held = '';
}

/** Writes what was kept. */
export function releaseOutput(): void {
  const lines = held;
  held = undefined;
  if (lines) writeOutput(lines);
}

/** Writes whole lines on standard output, which Lambda takes to CloudWatch Logs. It never throws: a log must not fail what it tells of. */
export function writeOutput(lines: string): void {
  try {
    if (held !== undefined) held += lines;
    else if (direct) writeAll(lines);
    else process.stdout.write(lines);
  } catch {}
}

/** A pipe that is full takes a part, or nothing: then `process.stdout` keeps the rest, and all that comes after it, in order. */
function writeAll(lines: string): void {
  let written = 0;
  try {
    written = writeSync(1, lines);
    if (written >= Buffer.byteLength(lines)) return;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown;
  }
  direct = false;
  process.stdout.write(Buffer.from(lines).subarray(written));
}
