import type { SpanRow } from '../../../api/traces/traces.ts';
import { durationText } from '../../lib/format.ts';
import { Facts, Pairs } from '../../ui/parts.tsx';

/** All that a span says. */
export const SpanDetails = ({ span, close }: { span: SpanRow; close(): void }) => (
  <aside class="span-details" aria-label="The selected span">
    <header>
      <h3 class="break">{span.name}</h3>
      <button type="button" class="small" onClick={close}>
        Close
      </button>
    </header>
    <Facts
      of={{
        Of: span.short,
        Kind: span.kind.toLowerCase(),
        'Began after': durationText(span.after),
        Took: span.ms === undefined ? 'goes on' : durationText(span.ms),
        Asked: span.remote,
        Failure: span.failure && <span class="bad-text">{span.failure}</span>,
      }}
    />
    {span.exceptions.map(({ type, message }) => (
      <p key={`${type} ${message}`} class="bad-text break">
        {type}: {message}
      </p>
    ))}
    {span.links.length > 0 && (
      <>
        <h4>Links to other traces</h4>
        <ul>
          {span.links.map(({ traceId, id }) => (
            <li key={id}>
              <a class="mono break" href={`/traces/${traceId}?span=${id}`}>
                {traceId}
              </a>
            </li>
          ))}
        </ul>
      </>
    )}
    <h4>Attributes</h4>
    {Object.keys(span.attributes).length === 0 && <p class="muted">None.</p>}
    <Pairs of={Object.entries(span.attributes).map(([name, value]) => [name, String(value)] as const)} />
  </aside>
);
