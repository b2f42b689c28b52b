import { describe, expect, it } from 'vitest';
import { Traceparent } from '../contracts/events/envelope.ts';
import { currentTraceparent, traceIdOf } from './trace-context.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const TRACE = '5759e988bd862e3fe1be46a994272793';

describe('currentTraceparent', () => {
  it.each([
    ['sampled', `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, `00-${TRACE}-53995c3f42cd8ad8-01`],
    ['not sampled', `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=0`, `00-${TRACE}-53995c3f42cd8ad8-00`],
    [
      'with lineage',
      `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a:0`,
      `00-${TRACE}-53995c3f42cd8ad8-01`,
    ],
  ])('keeps the trace of Lambda: %s', (_, header, expected) => {
    expect(currentTraceparent(header)).toBe(expected);
  });

  it('makes the parent that a header does not name', () => {
    expect(currentTraceparent(`Root=${ROOT}`)).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  });

  it.each([[''], ['Root=oops'], ['Root=1-5759e988'], ['Parent=53995c3f42cd8ad8']])(
    'begins a trace where there is none: %j',
    (header) => {
      const [one, other] = [currentTraceparent(header), currentTraceparent(header)];
      expect(Traceparent.safeParse(one).success).toBe(true);
      expect(traceIdOf(one)).not.toBe(traceIdOf(other));
    },
  );
});
