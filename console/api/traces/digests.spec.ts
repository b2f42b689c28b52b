import { BatchGetTracesCommand, type XRayClient } from '@aws-sdk/client-xray';
import { describe, expect, it } from 'vitest';
import { Digests } from './digests.ts';

const idOf = (n: number) => `1-6b0920d5-${String(n).padStart(24, '0')}`;

/** X-Ray with so many traces, which tells what was read of it. */
function xrayWith(traces: Map<number, number>) {
  const read: string[] = [];
  const send = async (command: { input: { TraceIds?: string[] } }) => {
    if (!(command instanceof BatchGetTracesCommand))
      return {
        TraceSummaries: [...traces].map(([n, Revision]) => ({
          Id: idOf(n),
          Revision,
          StartTime: new Date(n * 1000),
        })),
      };
    const ids = command.input.TraceIds ?? [];
    read.push(...ids);
    return {
      Traces: ids.map((Id) => ({
        Id,
        Segments: [
          { Document: JSON.stringify({ id: 'a', name: Id, trace_id: Id, start_time: 1, end_time: 2 }) },
        ],
      })),
    };
  };
  return { read, xray: { send } as unknown as XRayClient };
}

const search = { from: new Date(0), to: new Date(), wanted: () => true, most: 3, lookedThrough: 100 };
const named = (name: string) => ({ service: name, short: name });

describe('Digests', () => {
  it('finds the newest, the newest first, and says that there are more', async () => {
    const { xray } = xrayWith(new Map([1, 5, 2, 4, 3].map((n) => [n, 1])));
    const found = await new Digests({ xray: () => xray, prefix: '', named }).newest(search);
    expect(found.traces.map(({ root }) => root)).toEqual([5, 4, 3].map(idOf));
    expect(found).toMatchObject({ looked: 3, isAll: false });
  });

  it('looks on until it has found enough of what is wanted, or everything was looked at', async () => {
    const { xray } = xrayWith(new Map([1, 2, 3, 4, 5, 6, 7].map((n) => [n, 1])));
    const wanted = ({ root }: { root: string }) => root === idOf(1);
    const found = await new Digests({ xray: () => xray, prefix: '', named }).newest({ ...search, wanted });
    expect(found.traces.map(({ root }) => root)).toEqual([idOf(1)]);
    expect(found).toMatchObject({ looked: 7, isAll: true });
  });

  it('reads a trace again only when it has changed', async () => {
    const traces = new Map([1, 2].map((n) => [n, 1]));
    const { xray, read } = xrayWith(traces);
    const digests = new Digests({ xray: () => xray, prefix: '', named });
    await digests.newest(search);
    expect(read).toEqual([idOf(2), idOf(1)]);
    traces.set(1, 2);
    await digests.newest(search);
    expect(read).toEqual([idOf(2), idOf(1), idOf(1)]);
  });
});
