import type { FaultKind } from '@serverless-orders/localstack';

/** How an order ends: the last is parked for manual intervention. */
export type Outcome = 'CONFIRMED' | 'CANCELLED' | 'PARKED';

/** A fault as it is planned, but for the order that it is meant for. */
export interface PlannedFault {
  /** The function, by the end of its name. */
  function: string;
  fault: FaultKind;
  ms?: number;
  times?: 'always';
}

/** One order, what goes wrong with it, and how it has to end. */
export interface ChaosRow {
  /** What is hit: a state of the saga, or another function. */
  step: string;
  /** What happens to it. */
  fault: string;
  planned: PlannedFault;
  /** What makes the saga turn around, when it has to. */
  turned: keyof typeof TURNS;
  outcome: Outcome;
  /**
   * Set where events of several orders come to the function in one batch, which meets one fault only: rows of the same
   * queue run one after the other.
   */
  queue?: string;
}

/** What turns a saga around: a customer who cannot pay, or steps that fail for good. */
export const TURNS: Record<string, { paysFor: boolean; planned: PlannedFault[]; outcome: Outcome }> = {
  '': { paysFor: true, planned: [], outcome: 'CONFIRMED' },
  InsufficientFunds: { paysFor: false, planned: [], outcome: 'CANCELLED' },
  'ConfirmOrder fails': { paysFor: true, planned: [forGood('confirm-order')], outcome: 'CANCELLED' },
  'CancelOrder fails': { paysFor: false, planned: [forGood('cancel-order')], outcome: 'PARKED' },
};

function forGood(name: string): PlannedFault {
  return { function: name, fault: 'throttle', times: 'always' };
}

/** Longer than a step may take by the state machine: the answer comes when the next attempt is under way (ms). */
const AFTER_STATE_MS = 16_000;

/** Every single fault. */
export const FAULTS: Record<string, Omit<PlannedFault, 'function'>> = {
  'dies before its work': { fault: 'kill-before' },
  'dies after its work': { fault: 'kill-after' },
  "answers after the function's time": { fault: 'late-answer' },
  "answers after the state's time": { fault: 'late-answer', ms: AFTER_STATE_MS },
  'is throttled': { fault: 'throttle' },
  'is delivered twice': { fault: 'duplicate' },
  "begins after the state's time": { fault: 'delay', ms: AFTER_STATE_MS },
};

/** The saga's steps and undos, and what has to happen for each to be reached. */
export const STEPS: Record<string, keyof typeof TURNS> = {
  ReserveInventory: '',
  ChargePayment: '',
  ConfirmOrder: '',
  RefundPayment: 'ConfirmOrder fails',
  ReleaseInventory: 'InsufficientFunds',
  CancelOrder: 'InsufficientFunds',
  ParkOrder: 'CancelOrder fails',
};

/** `ChargePayment` -> `charge-payment`. */
export const functionOf = (state: string) =>
  state.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

const row = (
  step: string,
  fault: string,
  planned: PlannedFault,
  turned: keyof typeof TURNS = '',
): ChaosRow => ({
  step,
  fault,
  planned,
  turned,
  outcome: TURNS[turned]!.outcome,
});

const single = (
  step: string,
  name: string,
  turned: keyof typeof TURNS = '',
  fn = functionOf(step),
): ChaosRow => row(step, name, { function: fn, ...FAULTS[name]! }, turned);

const singles = Object.entries(STEPS).flatMap(([step, turned]) =>
  Object.keys(FAULTS).map((name) => single(step, name, turned)),
);

/** What fails for good: a step that nobody knows the end of is undone, an undo that fails for good parks the order. */
const lasting: ChaosRow[] = [
  ...['ReserveInventory', 'ChargePayment', 'ConfirmOrder'].map((step): ChaosRow => {
    const planned = { function: functionOf(step), fault: 'kill-after' as const, times: 'always' as const };
    return { ...row(step, 'always dies after its work', planned), outcome: 'CANCELLED' };
  }),
  ...['RefundPayment', 'ReleaseInventory', 'CancelOrder'].map((step): ChaosRow => {
    const planned = forGood(functionOf(step));
    return { ...row(step, 'is always throttled', planned, STEPS[step]), outcome: 'PARKED' };
  }),
];

/** A step that is delivered once more when it has been undone. */
const afterUndo: ChaosRow[] = [
  row(
    'ReserveInventory',
    'comes again after its undo',
    { function: 'reserve-inventory', fault: 'duplicate', ms: 15_000 },
    'InsufficientFunds',
  ),
  row(
    'ChargePayment',
    'comes again after its undo',
    { function: 'charge-payment', fault: 'duplicate', ms: 40_000 },
    'ConfirmOrder fails',
  ),
];

/** What is around the saga: how it starts, and how its events travel. */
const around: ChaosRow[] = [
  ...['dies before its work', 'dies after its work', 'is throttled', 'is delivered twice'].map((name) =>
    single('place-order', name),
  ),
  ...['dies before its work', 'dies after its work', 'is throttled', 'is delivered twice'].map((name) => ({
    ...single('publish-outbox', name, '', 'orders-publish-outbox'),
    queue: 'publish-outbox',
  })),
  ...['start-saga', 'count-demand', 'settle-reservation'].flatMap((name) =>
    ['dies before its work', 'dies after its work', 'is delivered twice'].map((fault) => ({
      ...single(name, fault),
      queue: name,
    })),
  ),
];

/** The longest first: a message that a consumer died over comes again after 70 seconds. */
export const ROWS: ChaosRow[] = [...around.toReversed(), ...lasting, ...afterUndo, ...singles];

/** What a row is called, and found by. */
export const titleOf = ({ step, fault }: Pick<ChaosRow, 'step' | 'fault'>): string => `${step} ${fault}`;
