import { useEffect, useState } from 'preact/hooks';
import type { Reads } from '../../api/index.ts';
import { Failed, type InputOf, type ReadName, type ResultOf, readOnce } from './client.ts';
import type { Answer } from './use-read.ts';

/** What is known of a read that is asked once. */
export interface OnceAnswer<T> extends Answer<T> {
  isAsking: boolean;
  /** When the answer was there (RFC 3339), and how long it took (ms). */
  at?: string;
  tookMs?: number;
}

/**
 * Asks once, and again when it is told to: for what costs something, or changes something by being looked at. What the stage
 * does meanwhile asks nothing.
 *
 * @param input - undefined while there is nothing to ask.
 */
export function useOnce<N extends ReadName>(
  name: N,
  input: InputOf<Reads[N]> | undefined,
): OnceAnswer<ResultOf<Reads[N]>> {
  type Known = Omit<OnceAnswer<ResultOf<Reads[N]>>, 'loading' | 'again' | 'isAsking'> & { of?: string };
  const key = input === undefined ? undefined : JSON.stringify(input);
  const [known, setKnown] = useState<Known>({});
  const [isAsking, setAsking] = useState(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (input === undefined) return;
    let isOver = false;
    const began = performance.now();
    setAsking(true);
    readOnce(name, input)
      .then(
        (data): Known => ({
          of: key,
          data,
          at: new Date().toISOString(),
          tookMs: performance.now() - began,
        }),
        (thrown): Known => {
          if (!(thrown instanceof Failed)) throw thrown;
          return { of: key, problem: thrown.problem };
        },
      )
      .then((now) => {
        if (isOver) return;
        // What was there stays when it cannot be asked again.
        setKnown((was) => (now.problem && was.of === key ? { ...was, problem: now.problem } : now));
        setAsking(false);
      });
    return () => {
      isOver = true;
    };
  }, [name, key, asked]);
  const { of, ...own } = known.of === key ? known : {};
  return {
    ...own,
    isAsking,
    loading: input !== undefined && own.data === undefined && own.problem === undefined,
    again: () => setAsked((count) => count + 1),
  };
}
