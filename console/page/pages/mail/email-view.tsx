import { useShortcuts } from '../../lib/keyboard.ts';
import { navigate, setQuery, usePlace } from '../../lib/router.ts';
import { useRead } from '../../lib/use-read.ts';
import { Facts, Pairs, Section, Time } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';

/** One email: as it looks, its text, its headers, and what it is about. */
export function EmailView({ n }: { n: number }) {
  const { query } = usePlace();
  const found = useRead('email', { n });
  const isText = query.get('as') === 'text';
  const count = found.data?.count ?? n;
  const go = (to: number) => to >= 1 && to <= count && navigate(`/mail/${to}`);
  useShortcuts([
    { key: 'j', does: 'goes to the older email', run: () => go(n - 1) },
    { key: 'k', does: 'goes to the newer email', run: () => go(n + 1) },
    {
      key: 't',
      does: 'shows its text, or its HTML',
      run: () => setQuery({ as: isText ? undefined : 'text' }),
    },
  ]);
  return (
    <Shown answer={found} what="Reading the email">
      {({ time, from, to, subject, text, headers, hasHtml, traceId, orderId }) => (
        <>
          <header class="page-head">
            <h1>{subject || '(no subject)'}</h1>
            <div class="actions">
              <a href="/mail">all emails</a>
              <button type="button" class="small" disabled={n <= 1} onClick={() => go(n - 1)}>
                Older <kbd>j</kbd>
              </button>
              <button type="button" class="small" disabled={n >= count} onClick={() => go(n + 1)}>
                Newer <kbd>k</kbd>
              </button>
            </div>
          </header>
          <Section title={`Email ${n} of ${count}`}>
            <Facts
              of={{
                From: from,
                To: to.join(', '),
                Sent: <Time at={time} />,
                Order: orderId && (
                  <a class="mono" href={`/orders/${orderId}`}>
                    {orderId}
                  </a>
                ),
                Trace: traceId && (
                  <a class="mono" href={`/traces/${traceId}`}>
                    {traceId}
                  </a>
                ),
              }}
            />
          </Section>
          <Section
            title={isText || !hasHtml ? 'Text' : 'As it looks'}
            actions={
              hasHtml && (
                <button
                  type="button"
                  class="small"
                  onClick={() => setQuery({ as: isText ? undefined : 'text' })}
                >
                  {isText ? 'As it looks' : 'Text'} <kbd>t</kbd>
                </button>
              )
            }
          >
            {isText || !hasHtml ? (
              <pre class="email-text">{text}</pre>
            ) : (
              <iframe
                class="email"
                title={`HTML of: ${subject}`}
                src={`/document/emailHtml?n=${n}`}
                sandbox=""
              />
            )}
            <p class="muted">
              Links that sign in are shown without what makes them work: npm run mail -- {n} prints them.
            </p>
          </Section>
          <Section title="Headers">
            {headers.length === 0 ? (
              <p class="muted">None but those of SES itself.</p>
            ) : (
              <Pairs of={headers} />
            )}
          </Section>
        </>
      )}
    </Shown>
  );
}
