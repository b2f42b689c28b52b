import { useState } from 'preact/hooks';
import type { TableRow } from '../../../api/tables.ts';
import { Section } from '../../ui/parts.tsx';

interface Props {
  table: TableRow;
  /** The question that the address holds. */
  query: URLSearchParams;
  ask(question: URLSearchParams): void;
}

/** The form that asks a table or one of its indexes. */
export function Lookup({ table, query, ask }: Props) {
  const [index, setIndex] = useState(query.get('index') ?? '');
  const key = table.indexes.find(({ name }) => name === index)?.key ?? table.key;
  const submit = (form: HTMLFormElement) => {
    const question = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && value !== '') question.set(name, value);
    if (!question.has('sk')) question.delete('match');
    ask(question);
  };
  return (
    <Section title="Look up">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <div class="filters lookup">
          {table.indexes.length > 0 && (
            <label>
              By
              <select
                name="index"
                value={index}
                onChange={({ currentTarget }) => setIndex(currentTarget.value)}
              >
                <option value="">the table’s key</option>
                {table.indexes.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span class="mono">{key.partition}</span>
            <input
              type="search"
              name="pk"
              required
              size={40}
              placeholder={PLACEHOLDERS[`${table.short} ${index}`.trim()]}
              defaultValue={query.get('pk') ?? ''}
              spellcheck={false}
            />
          </label>
          {key.sort && (
            <>
              <label>
                <span class="mono">{key.sort}</span>
                <select
                  name="match"
                  aria-label="How the sort key is compared"
                  defaultValue={query.get('match') ?? 'begins'}
                >
                  <option value="begins">begins with</option>
                  <option value="is">is</option>
                </select>
                <input
                  name="sk"
                  size={20}
                  aria-label={`Sort key ${key.sort}`}
                  defaultValue={query.get('sk') ?? ''}
                  spellcheck={false}
                />
              </label>
              <label>
                <input
                  type="checkbox"
                  name="newest"
                  value="first"
                  defaultChecked={query.get('newest') === 'first'}
                />
                last first
              </label>
            </>
          )}
          <button type="submit" class="primary">
            Look up
          </button>
        </div>
      </form>
    </Section>
  );
}

/** How keys look, by table and index. */
const PLACEHOLDERS: Record<string, string> = {
  Orders: 'ORDER#<id>',
  'Orders ByCustomer': 'id of a customer',
  'Orders ByCustomerStatus': '<customer>#CONFIRMED',
  'Orders Waiting': 'PARKED',
  Inventory: 'STOCK#<sku>, PRODUCT#<sku>, ORDER#<id>',
  Payments: 'ACCOUNT#<customer>, TX#charge:<order>',
  Users: 'USER#<id>, EMAIL#<address>',
  Notifications: 'USER#<id>, EMAIL#<event>',
  Registry: 'registry, health, drained',
  Breaker: 'users/a',
};
