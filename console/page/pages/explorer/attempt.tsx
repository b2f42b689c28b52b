import { useState } from 'preact/hooks';
import type { Identity } from '../../../api/explorer/identities.ts';
import type { Operation, Parameter } from '../../../api/explorer/operations.ts';
import type { Acts } from '../../../api/index.ts';
import type { Problem } from '../../../server/problem.ts';
import { doAct, Failed, type ResultOf } from '../../lib/client.ts';
import { usePlace } from '../../lib/router.ts';
import { useSession } from '../../lib/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Section } from '../../ui/parts.tsx';
import { Outcome } from './outcome.tsx';

interface Props {
  operation: Operation;
  identities: readonly Identity[];
  /** Whether the address of the API is known here. */
  hasApi: boolean;
  again(): void;
}

/** A pasted token is kept here, in the memory of the page, and nowhere else. */
let pasted = '';
/** As whom the last operation was tried. */
let lastAs: string | undefined;

/** Tries an operation: what it takes is filled in by its example, and sent by the console's server. */
export function Attempt({ operation, identities, hasApi, again }: Props) {
  const session = useSession();
  const { query } = usePlace();
  const [as, setAs] = useState(() => fitting(operation, identities, session?.isLocal));
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(operation.parameters.map((one) => [one.name, query.get(one.name) ?? filledIn(one)])),
  );
  const [body, setBody] = useState(operation.body);
  const [accessToken, setAccessToken] = useState(pasted);
  const [result, setResult] = useState<ResultOf<Acts['tryOperation']>>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const input = { operation: operation.id, parameters: values, as };
  // A body may have passwords in it, and be longer than an address may.
  const secret = { ...(body !== undefined && { body }), ...(as === 'token' && { accessToken }) };
  const done = (answer: ResultOf<Acts['tryOperation']>) => {
    lastAs = as;
    setProblem(undefined);
    setResult(answer);
    // A key names one request: another one gets another.
    if ('Idempotency-Key' in values) setValues({ ...values, 'Idempotency-Key': crypto.randomUUID() });
  };
  const send = async () => {
    setBusy(true);
    try {
      done(await doAct('tryOperation', { ...input, ...secret }));
    } catch (thrown) {
      if (!(thrown instanceof Failed)) throw thrown;
      setProblem(thrown.problem);
    }
    setBusy(false);
  };
  const me = identities.find(({ name }) => name === as)?.userId;
  return (
    <div>
      <Section title={`${operation.method} ${operation.path}`}>
        <p>
          {operation.summary}. <span class="muted">{operation.description}</span>
        </p>
        <p class="muted">
          {operation.roles.length > 0 ? `For ${operation.roles.join(', ')}.` : 'For anybody.'}{' '}
          {operation.statuses.map(({ status, means }) => (
            <span key={status} title={means}>
              {status}{' '}
            </span>
          ))}
        </p>
        <form
          class="attempt"
          onSubmit={(event) => {
            event.preventDefault();
            if (operation.method === 'GET' && session?.mayAct) void send();
          }}
        >
          <label>
            As
            <select value={as} onChange={({ currentTarget }) => setAs(currentTarget.value)}>
              <option value="nobody">nobody</option>
              {identities.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
              <option value="token">a token of mine</option>
            </select>
          </label>
          {session?.isLocal && (
            <ActButton
              act="registerTestCustomer"
              input={{}}
              done={({ name }) => {
                setAs(name);
                again();
              }}
            >
              Register a test customer
            </ActButton>
          )}
          {as === 'token' && (
            <label>
              Token
              <input
                type="password"
                autocomplete="off"
                value={accessToken}
                onInput={({ currentTarget }) => {
                  pasted = currentTarget.value.trim();
                  setAccessToken(pasted);
                }}
              />
              <small class="muted">It stays in the memory of this page, and is gone with it.</small>
            </label>
          )}
          {operation.parameters.map((one) => (
            <Field
              key={one.name}
              parameter={one}
              value={values[one.name] ?? ''}
              me={me}
              set={(value) => setValues({ ...values, [one.name]: value })}
            />
          ))}
          {body !== undefined && (
            <label>
              Body (JSON)
              <textarea
                class="mono"
                rows={Math.min(16, body.split('\n').length + 1)}
                spellcheck={false}
                value={body}
                onInput={({ currentTarget }) => setBody(currentTarget.value)}
              />
            </label>
          )}
          <div class="actions">
            {!session?.mayAct ? (
              <p class="muted">This console only looks: npm run console -- --write starts one that sends.</p>
            ) : !hasApi ? (
              <p class="muted">
                The address of the API is not known: nothing was deployed from this checkout.
              </p>
            ) : operation.method === 'GET' ? (
              <button type="submit" class="primary" disabled={isBusy}>
                {isBusy ? 'Sending…' : 'Send'}
              </button>
            ) : (
              <ActButton act="tryOperation" input={input} secret={secret} done={done}>
                Send
              </ActButton>
            )}
          </div>
        </form>
        {problem && (
          <p class="trouble" role="alert">
            {problem.message} {problem.remedy && <span class="muted">{problem.remedy}</span>}
          </p>
        )}
      </Section>
      {result && <Outcome result={result} />}
    </div>
  );
}

interface FieldProps {
  parameter: Parameter;
  value: string;
  /** Who the operation is tried as. */
  me: string | undefined;
  set(value: string): void;
}

function Field({ parameter, value, me, set }: FieldProps) {
  const { name, in: place, required, takes, options, example, description } = parameter;
  const id = `parameter-${name}`;
  return (
    <div class="field" title={description}>
      <label for={id}>{name}</label>
      {options ? (
        <select id={id} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {!required && <option value="" />}
          {options.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          value={value}
          required={required}
          placeholder={example}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
      <small class="muted">
        {place}, {takes}
        {required ? '' : ', may be left out'}
        {me !== undefined && /^(id|customerId)$/.test(name) && value !== me && (
          <button type="button" class="small" onClick={() => set(me)}>
            own id
          </button>
        )}
      </small>
    </div>
  );
}

/** What is needed is filled in by its example; what may be left out is left out. A key is always a new one. */
function filledIn({ name, required, example, options }: Parameter): string {
  if (name === 'Idempotency-Key') return crypto.randomUUID();
  if (!required || /^(id|orderId|customerId)$/.test(name)) return '';
  return example ?? options?.[0] ?? '';
}

/** Somebody who may: the last one, if that is still known, else whom the operation is for. */
function fitting({ roles }: Operation, identities: readonly Identity[], isLocal = true): string {
  if (roles.length === 0) return 'nobody';
  if (!isLocal) return 'token';
  const customer = identities.find(({ name }) => name !== 'staff')?.name;
  if (lastAs !== undefined && identities.some(({ name }) => name === lastAs)) {
    if (lastAs === 'staff' ? roles.some((role) => role !== 'customer') : roles.includes('customer'))
      return lastAs;
  }
  if (roles.includes('customer') && customer !== undefined) return customer;
  return roles.includes('customer') && roles.length === 1 ? 'nobody' : (identities[0]?.name ?? 'token');
}
