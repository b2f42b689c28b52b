import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Acts } from '../../api/index.ts';
import type { Problem } from '../../server/problem.ts';
import { type ActName, doAct, Failed, type InputOf, type ResultOf, sayAct } from '../lib/client.ts';
import { useSession } from '../lib/session.ts';

interface Props<N extends ActName> {
  act: N;
  input: InputOf<Acts[N]>;
  children: ComponentChildren;
  /** What is sent with the input when it is done, and not before: no address has it in it. */
  secret?: Partial<InputOf<Acts[N]>>;
  /** It destroys or overrides something. */
  danger?: boolean;
  done?(result: ResultOf<Acts[N]>): void;
}

/**
 * A button that does something to the stage: it first says what will happen, as the server tells it, and does it when that is
 * confirmed. On a console that only looks it is not there.
 */
export function ActButton<N extends ActName>({ act, input, secret, children, danger, done }: Props<N>) {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!session?.mayAct) return null;
  return (
    <>
      <button type="button" class={danger ? 'danger' : undefined} onClick={() => setOpen(true)}>
        {children}
      </button>
      {isOpen && (
        <Confirmation
          act={act}
          input={input}
          secret={secret}
          danger={danger}
          title={children}
          done={done}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

type ConfirmationProps<N extends ActName> = Omit<Props<N>, 'children'> & {
  title: ComponentChildren;
  close(): void;
};

function Confirmation<N extends ActName>({
  act,
  input,
  secret,
  title,
  danger,
  done,
  close,
}: ConfirmationProps<N>) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [says, setSays] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const tried = async <T,>(work: Promise<T>, then: (result: T) => void) => {
    try {
      then(await work);
    } catch (thrown) {
      if (!(thrown instanceof Failed)) throw thrown;
      setProblem(thrown.problem);
    }
  };
  useEffect(() => {
    dialog.current?.showModal();
    void tried(sayAct(act, input), setSays);
  }, []);
  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    await tried(doAct(act, { ...(input as object), ...(secret as object) } as InputOf<Acts[N]>), (result) => {
      done?.(result);
      close();
    });
    setBusy(false);
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="confirmation-title">
      <h2 id="confirmation-title">{title}</h2>
      {!says && !problem && <p class="muted">Looking at what it would do…</p>}
      {says && <p>{says}</p>}
      {problem && (
        <p class="trouble" role="alert">
          {problem.message}
          {problem.remedy && <span class="muted"> {problem.remedy}</span>}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          class={danger ? 'danger primary' : 'primary'}
          disabled={!says || isBusy}
          onClick={() => void confirm()}
        >
          {isBusy ? 'Doing it…' : 'Confirm'}
        </button>
      </div>
    </dialog>
  );
}
