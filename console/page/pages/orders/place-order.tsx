import { useEffect, useRef, useState } from 'preact/hooks';
import { moneyText } from '../../lib/format.ts';
import { navigate } from '../../lib/router.ts';
import { useSession } from '../../lib/session.ts';
import { useOnce } from '../../lib/use-once.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Shown } from '../../ui/states.tsx';

/** Opens the form of a test order; on a console that only looks it is not there. */
export function PlaceOrder() {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!session?.mayAct) return null;
  return (
    <>
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        Place a test order
      </button>
      {isOpen && <Form close={() => setOpen(false)} />}
    </>
  );
}

const text = (data: FormData, name: string): string => data.get(name)?.toString() ?? '';

/** What is chosen; the confirmation says it in words before anything happens. */
function Form({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const choices = useOnce('orderChoices', {});
  const [chosen, setChosen] = useState<ReturnType<typeof wanted>>();
  const read = () => {
    if (form.current) setChosen(wanted(new FormData(form.current)));
  };
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(read, [choices.data]);
  return (
    <dialog
      ref={dialog}
      onClose={(event) => event.target === dialog.current && close()}
      aria-labelledby="place-title"
    >
      <h2 id="place-title">Place a test order</h2>
      <Shown answer={choices} what="Loading products">
        {({ products, customers, steps, faults }) => (
          <form ref={form} class="place-order" onInput={read} onSubmit={(event) => event.preventDefault()}>
            <label>
              Product
              <select name="sku">
                {products.map(({ sku, name, price }) => (
                  <option key={sku} value={sku}>
                    {name} ({sku}), {moneyText(price)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Quantity
              <input name="quantity" type="number" min="1" max="1000" value="1" required />
            </label>
            <label>
              Customer
              <select name="customer">
                <option value="new">somebody new, who can pay</option>
                <option value="new-poor">somebody new, who is one cent short</option>
                {customers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {steps.length > 0 && (
              <fieldset>
                <legend>Fault</legend>
                <label>
                  Step
                  <select name="step">
                    <option value="">none: all goes well</option>
                    {steps.map((step) => (
                      <option key={step}>{step}</option>
                    ))}
                  </select>
                </label>
                {chosen?.fault && (
                  <>
                    <label>
                      What happens
                      <select name="kind">
                        {faults.map(({ kind, words }) => (
                          <option key={kind} value={kind}>
                            {words}
                          </option>
                        ))}
                      </select>
                    </label>
                    <label class="check">
                      <input type="checkbox" name="always" /> every time, not the first alone
                    </label>
                  </>
                )}
              </fieldset>
            )}
          </form>
        )}
      </Shown>
      <div class="actions">
        <button type="button" onClick={close}>
          Close
        </button>
        {chosen?.sku && (
          <ActButton
            act="placeOrder"
            input={chosen}
            done={({ id }) => {
              close();
              navigate(`/orders/${id}`);
            }}
          >
            Place the order
          </ActButton>
        )}
      </div>
    </dialog>
  );
}

type Kind = 'kill-before' | 'kill-after' | 'throttle' | 'late-answer' | 'duplicate' | 'delay';

function wanted(data: FormData) {
  const step = text(data, 'step');
  const kind = (text(data, 'kind') || 'kill-before') as Kind;
  return {
    sku: text(data, 'sku'),
    quantity: Number(text(data, 'quantity')),
    customer: text(data, 'customer'),
    ...(step && { fault: { step, kind, always: data.has('always') } }),
  };
}
