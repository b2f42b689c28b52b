import { randomBytes } from 'node:crypto';

const LAMBDA = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;.*?Parent=([0-9a-f]{16}))?(?:.*?Sampled=([01]))?/;

/** A new span id, or two of them for a trace id. Never all zeros, which W3C calls invalid. */
const randomHex = (bytes: number): string => {
  const made = randomBytes(bytes);
  return made.some((byte) => byte !== 0) ? made.toString('hex') : randomHex(bytes);
};

/**
 * The trace of the running invocation as W3C Trace Context writes it. Lambda gives it in X-Ray's notation
 * (`Root=1-<8>-<24>;Parent=<16>;Sampled=1`), whose root holds the same 32 digits. Without one a new trace begins.
 *
 * @example currentTraceparent() // 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01
 */
export function currentTraceparent(header: string | undefined = process.env._X_AMZN_TRACE_ID): string {
  const [, time, unique, parent, sampled] = LAMBDA.exec(header ?? '') ?? [];
  const trace = time && unique ? time + unique : randomHex(16);
  return `00-${trace}-${parent ?? randomHex(8)}-${sampled === '0' ? '00' : '01'}`;
}

/** The trace id in a traceparent: what lines of the log are found by. */
export const traceIdOf = (traceparent: string): string => traceparent.split('-')[1] ?? '';
