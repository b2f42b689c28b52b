import { useEffect } from 'preact/hooks';
import { useRead } from '../../lib/use-read.ts';
import { nextChange } from './next-change.ts';

/** All instances; asked for again when a breaker is about to change by time alone, of which nobody tells. */
export function useServices() {
  const answer = useRead('services', {});
  useEffect(() => {
    const inMs = nextChange(answer.data ?? [], Date.now());
    if (inMs === undefined) return;
    const timer = setTimeout(answer.again, inMs);
    return () => clearTimeout(timer);
  }, [answer.data]);
  return answer;
}
