import { useEffect, useState } from 'preact/hooks';
import type { Reads } from '../../api/index.ts';
import type { Problem } from '../../server/problem.ts';
import { onChange } from './changes.ts';
import {
  ask,
  Failed,
  type InputOf,
  lastAnswer,
  type ReadName,
  type ResultOf,
  readAddress,
} from './client.ts';

/** What is known of a read: an answer, why there is none, or both when it was there before and cannot be asked now. */
export interface Answer<T> {
  data?: T;
  problem?: Problem;
  /** Whether it is asked for the first time. */
  loading: boolean;
  /** Asks again. */
  again(): void;
}

/**
 * Asks the server, and again whenever the stage may have changed; one question at a time.
 *
 * @param input - undefined while there is nothing to ask yet.
 */
export function useRead<N extends ReadName>(
  name: N,
  input: InputOf<Reads[N]> | undefined,
): Answer<ResultOf<Reads[N]>> {
  type Result = ResultOf<Reads[N]>;
  const address = input === undefined ? undefined : readAddress(name, input as object);
  const [state, setState] = useState<{ address?: string; data?: Result; problem?: Problem }>({});
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (address === undefined) return;
    let isOver = false;
    let isAsking = false;
    let isStale = false;
    const look = async () => {
      isStale = isAsking;
      if (isAsking) return;
      isAsking = true;
      try {
        const data = (await ask(address)) as Result;
        if (!isOver) setState({ address, data });
      } catch (thrown) {
        if (!(thrown instanceof Failed)) throw thrown;
        const { problem } = thrown;
        if (!isOver)
          setState((was) => ({ address, problem, ...(was.address === address && { data: was.data }) }));
      } finally {
        isAsking = false;
        if (isStale && !isOver) void look();
      }
    };
    void look();
    const stop = onChange(() => void look());
    return () => {
      isOver = true;
      stop();
    };
  }, [address, asked]);
  const isOwn = state.address === address;
  const data = isOwn ? state.data : (lastAnswer(address ?? '') as Result | undefined);
  const problem = isOwn ? state.problem : undefined;
  return {
    ...(data !== undefined && { data }),
    ...(problem && { problem }),
    loading: address !== undefined && data === undefined && problem === undefined,
    again: () => setAsked((count) => count + 1),
  };
}
