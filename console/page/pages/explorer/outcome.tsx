import type { Acts } from '../../../api/index.ts';
import type { ResultOf } from '../../lib/client.ts';
import { durationText } from '../../lib/format.ts';
import { Badge, Facts, Json, Pairs, Section } from '../../ui/parts.tsx';

/** What the API has answered. */
export function Outcome({ result }: { result: ResultOf<Acts['tryOperation']> }) {
  const { method, url, status, statusText, ms, headers, body, left, traceId } = result;
  return (
    <Section title="Answer">
      <div role="status">
        <Facts
          of={{
            Status: (
              <Badge tone={status < 300 ? 'good' : status < 500 ? 'warn' : 'bad'}>
                {status} {statusText}
              </Badge>
            ),
            Took: durationText(ms),
            Trace: traceId && (
              <a class="mono" href={`/traces/${traceId}`}>
                {traceId}
              </a>
            ),
            Sent: (
              <span class="mono">
                {method} {new URL(url).pathname + new URL(url).search}
              </span>
            ),
          }}
        />
      </div>
      <h3>Body</h3>
      {body === '' ? <p class="muted">Empty.</p> : <Json value={body} label="Body of the answer" />}
      {left > 0 && <p class="muted">{left.toLocaleString('en')} more characters are not shown.</p>}
      <h3>Headers</h3>
      <Pairs of={headers.flatMap(Object.entries<string>)} />
    </Section>
  );
}
