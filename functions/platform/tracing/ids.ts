import { randomFillSync } from 'node:crypto';

/** Chance is drawn for so many ids at once: one by one it would cost more than a span. */
const POOL = Buffer.alloc(8 * 128);
let used = POOL.length;

function eightBytes(): string {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const hex = POOL.toString('hex', used, used + 8);
  used += 8;
  return hex;
}

/** A span id. Never all zeros, which W3C calls invalid. */
export function newSpanId(): string {
  const id = eightBytes();
  return id === '0000000000000000' ? newSpanId() : id;
}

/** A trace id whose first eight digits are the time in seconds, which X-Ray asks for; the rest is chance. */
export const newTraceId = (): string =>
  Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(8, '0') +
  eightBytes().slice(0, 8) +
  newSpanId();
