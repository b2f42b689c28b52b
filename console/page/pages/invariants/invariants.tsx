import { useEffect, useState } from 'preact/hooks';
import type { Reads } from '../../../api/index.ts';
import type { ResultOf } from '../../lib/client.ts';
import { counted, durationText, moneyText } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { useOnce } from '../../lib/use-once.ts';
import { Ago, Badge, Facts, Section } from '../../ui/parts.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Checked = ResultOf<Reads['invariants']>;
type Judged = Checked['judged'][number];

const COLUMNS: readonly Column<Judged>[] = [
  { title: 'Invariant', cell: ({ name }) => name.replaceAll('-', ' ') },
  { title: 'About', wide: true, cell: ({ about }) => about },
  {
    title: 'State',
    cell: ({ wrong }) => (
      <Badge tone={wrong > 0 ? 'bad' : 'good'}>{wrong > 0 ? counted(wrong, 'violation') : 'holds'}</Badge>
    ),
  },
];

/** What must be true of stock, money and orders, checked when the page is opened and when it is asked for. */
export function Invariants() {
  const checked = useOnce('invariants', {});
  useShortcuts([{ key: 'r', does: 'checks the invariants again', run: checked.again }]);
  return (
    <>
      <header class="page-head">
        <h1>Invariants</h1>
        <button type="button" class="primary" onClick={checked.again} disabled={checked.isAsking}>
          {checked.isAsking ? 'Checking…' : 'Check now'}
        </button>
        <span class="muted" role="status">
          {checked.isAsking ? (
            <Elapsed />
          ) : (
            checked.at && (
              <>
                Checked <Ago at={checked.at} />, in {durationText(checked.tookMs ?? 0)}
              </>
            )
          )}
        </span>
      </header>
      <Shown answer={checked} what="Reading the tables of orders, inventory and payments">
        {(found) => <Found found={found} />}
      </Shown>
    </>
  );
}

/** How long it has been going on. */
function Elapsed() {
  const [began] = useState(() => performance.now());
  const [now, setNow] = useState(began);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 200);
    return () => clearInterval(timer);
  }, []);
  return <span aria-live="off">for {durationText(now - began)}</span>;
}

function Found({ found: { figures, judged, notJudged } }: { found: Checked }) {
  const wrong = judged.filter((one) => one.wrong > 0);
  const { units, money, ...counts } = figures;
  return (
    <>
      <p role="status">
        <Badge tone={wrong.length === 0 ? 'good' : 'bad'}>
          {wrong.length === 0 ? 'adds up' : 'does not add up'}
        </Badge>{' '}
        {wrong.length === 0
          ? `All ${judged.length} invariants hold.`
          : `${wrong.length} of ${judged.length} invariants are broken, and a second look at the tables agreed.`}
      </p>
      {wrong.map((one) => (
        <Section key={one.name} title={one.name.replaceAll('-', ' ')}>
          <ul class="violations">
            {one.violations.map(({ ids: [id], detail }) => (
              <li key={detail}>
                {detail}{' '}
                {one.about === 'orders' && id && (
                  <a href={`/orders/${encodeURIComponent(id)}`}>
                    Look<span class="visually-hidden"> at order {id}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
          {one.wrong > one.violations.length && (
            <p class="muted">{counted(one.wrong - one.violations.length, 'more', 'more')}</p>
          )}
        </Section>
      ))}
      <Section title="Figures">
        <Facts
          of={{
            ...Object.fromEntries(
              Object.entries(counts).map(([name, count]) => [
                name[0]!.toUpperCase() + name.slice(1),
                count.toLocaleString('en'),
              ]),
            ),
            ...Object.fromEntries(money.flatMap(moneyFacts)),
            'Units available': units.available.toLocaleString('en'),
            'Units reserved': units.reserved.toLocaleString('en'),
          }}
        />
      </Section>
      <Section title="Invariants">
        <Table label="Invariants" rows={judged} columns={COLUMNS} keyOf={({ name }) => name} />
        {notJudged.map(({ name, why }) => (
          <p key={name} class="muted">
            Not judged: {name.replaceAll('-', ' ')}. {why}
          </p>
        ))}
      </Section>
    </>
  );
}

/** Of each currency what customers have paid in, what was charged and kept, and what they have left. */
const moneyFacts = ({ currency, paidIn, charged, balances }: Checked['figures']['money'][number]) =>
  [
    ['Paid in', paidIn],
    ['Charged and kept', charged],
    ['Customers have', balances],
  ].map(([name, amount]) => [`${name}, ${currency}`, moneyText({ amount: Number(amount), currency })]);
