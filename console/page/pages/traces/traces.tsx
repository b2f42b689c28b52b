import { TraceList } from './trace-list.tsx';
import { TraceView } from './trace-view.tsx';

/** `/traces` is the list, `/traces/map` who calls whom in it, `/traces/<id>` one trace. */
export function Traces({ rest: [first] }: { rest: string[] }) {
  if (first === undefined || first === 'map') return <TraceList isMap={first === 'map'} />;
  return <TraceView id={first} />;
}
