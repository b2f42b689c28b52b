/**
 * Ids as OpenTelemetry's own SDK draws them (sdk-trace-base, RandomIdGenerator), by Math.random: an id has to be unique, and protects
 * nothing (https://www.w3.org/TR/trace-context/#randomness-of-trace-id). Chance for secrets costs a cold start 0.2 ms.
 */
const eightDigits = (): string => ((Math.random() * 2 ** 32) >>> 0).toString(16).padStart(8, '0');

/** A span id. Never all zeros, which W3C calls invalid. */
export function newSpanId(): string {
  const id = eightDigits() + eightDigits();
  return id === '0000000000000000' ? newSpanId() : id;
}

/** A trace id whose first eight digits are the time in seconds, which X-Ray asks for; the rest is chance. */
export const newTraceId = (): string =>
  Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(8, '0') +
  eightDigits() +
  newSpanId();

/** Hexadecimal digits in lower case, and not zeros alone. */
const identifier = /^(?!0+$)[\da-f]+$/;

/** Whether a text is so many hexadecimal digits in lower case, and not zeros alone: an id of W3C's and of X-Ray's. */
export const isId = (text: string, digits: number): boolean =>
  text.length === digits && identifier.test(text);
