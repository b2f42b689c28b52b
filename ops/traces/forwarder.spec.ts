import { BatchGetTracesCommand, type XRayClient } from '@aws-sdk/client-xray';
import { describe, expect, it } from 'vitest';
import type { Part } from './documents.ts';
import { Forwarder } from './forwarder.ts';
import type { EndedSpan } from './senders.ts';

const TRACE = '1-6b0920d5-222d07513ec43a904fd3da90';

/** X-Ray with one trace, whose documents may be changed. */
function xrayWith(segments: Part[]): XRayClient {
  const send = async (command: { input: { TraceIds?: string[] } }) =>
    command instanceof BatchGetTracesCommand
      ? {
          Traces: command.input.TraceIds!.map((Id) => ({
            Id,
            Segments: segments.map((segment) => ({ Document: JSON.stringify(segment) })),
          })),
        }
      : { TraceSummaries: [{ Id: TRACE }] };
  return { send } as unknown as XRayClient;
}

const segment = (id: string, end_time?: number): Part => ({
  id,
  trace_id: TRACE,
  name: 'one',
  start_time: 1,
  ...(end_time && { end_time }),
});

describe('The forwarder', () => {
  it('sends every span once, as soon as it is over', async () => {
    const sent: string[] = [];
    const segments = [segment('a', 2), segment('b')];
    const forwarder = new Forwarder(xrayWith(segments), async (spans) => {
      sent.push(...spans.map(({ id }) => id));
    });
    await forwarder.step();
    segments[1] = segment('b', 3);
    await forwarder.step();
    await forwarder.step();
    expect(sent).toEqual(['a', 'b']);
  });

  it('sends again what the viewer did not take', async () => {
    const sent: string[] = [];
    let fails = 1;
    const forwarder = new Forwarder(xrayWith([segment('a', 2)]), async (spans: readonly EndedSpan[]) => {
      if (fails-- > 0) throw new Error('the viewer is not there');
      sent.push(...spans.map(({ id }) => id));
    });
    await expect(forwarder.step()).rejects.toThrow('not there');
    await forwarder.step();
    expect(sent).toEqual(['a']);
  });
});
