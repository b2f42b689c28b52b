import { randomBytes } from 'node:crypto';
import { FAULTS as FAULT_KINDS, Faults } from '@serverless-orders/localstack';
import { z } from 'zod';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { functionOf, type PlannedFault, STEPS, TURNS } from '../../ops/chaos/rows.ts';
import { bodyOf } from '../../ops/shop-driver/answer.ts';
import { WHILE_UNAVAILABLE } from '../../ops/shop-driver/retry.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { act, read } from './endpoint.ts';
import { planOf } from './order.ts';
import type { Stage } from './stage.ts';

/** Customers that this console has registered, by id. They are forgotten when it ends. */
const known = new Map<string, { name: string; user: ShopUser }>();

/** What a person calls a fault, and what becomes of the step that meets it. */
const FAULT_WORDS: Record<(typeof FAULT_KINDS)[number], string> = {
  'kill-before': 'dies before its work',
  'kill-after': 'dies after its work',
  throttle: 'is throttled',
  'late-answer': 'answers too late',
  duplicate: 'is delivered twice',
  delay: 'begins too late',
};

/** Longer than a step may take by the state machine (ms). */
const TOO_LATE_MS = 16_000;

const FaultChoice = z.object({
  step: z.enum(Object.keys(STEPS)),
  kind: z.enum(FAULT_KINDS),
  /** Whether every attempt meets it, or the first alone. */
  always: z.boolean(),
});
type FaultChoice = z.infer<typeof FaultChoice>;

const Wanted = z.object({
  sku: z.string().min(1).max(128),
  quantity: z.coerce.number().int().min(1).max(LIMITS.quantityPerLine),
  /** One that this console has registered, or somebody new who can pay, or cannot. */
  customer: z.union([z.literal('new'), z.literal('new-poor'), z.string().min(1).max(128)]),
  fault: FaultChoice.optional(),
});
type Wanted = z.infer<typeof Wanted>;

/** What a test order can be made of. */
export const orderChoices = read({
  input: z.object({}),
  run: async (stage) => {
    const { data } = await shopOf(stage).client.listProducts({ query: { limit: 50 }, throwOnError: true });
    return {
      products: data.items.map(({ sku, name, price }) => ({ sku, name, price })),
      customers: [...known].map(([id, { name }]) => ({ id, name })),
      steps: stage.isLocal ? Object.keys(STEPS) : [],
      faults: stage.isLocal ? FAULT_KINDS.map((kind) => ({ kind, words: FAULT_WORDS[kind] })) : [],
    };
  },
});

/**
 * Places an order by the public API, as `npm start` and the tests do. A fault finds it by its customer, who is new then, so that
 * nobody else's order meets it.
 */
export const placeOrder = act({
  input: Wanted,
  says: (stage, wanted) => {
    const { sku, quantity, customer, fault } = wanted;
    refuseImpossible(stage, wanted);
    const who = known.get(customer)?.name ?? 'a customer who is registered for it';
    const funds =
      customer === 'new-poor'
        ? ', whose account is one cent short of it'
        : customer === 'new'
          ? ', whose account gets the money for three of it'
          : '';
    const real = stage.isLocal
      ? ''
      : ` It is a real order on stage ${stage.name}: it takes stock and counts as a sale until you cancel it.`;
    return `${quantity} × ${sku} ${quantity === 1 ? 'is' : 'are'} ordered for ${who}${funds}.${real}${fault ? faultSentence(fault) : ''}`;
  },
  run: async (stage, wanted) => {
    refuseImpossible(stage, wanted);
    const { sku, quantity, fault } = wanted;
    const customer = await customerFor(stage, wanted);
    if (fault) await faultsOf(stage).plan(planOf(customer.id), rulesOf(fault, customer.id));
    const answer = await customer.order([{ sku, quantity }]);
    return { id: bodyOf('POST /orders', answer).id };
  },
});

/** Takes the faults back that wait for an order's customer, as if what was broken had been mended. */
export const mendFaults = act({
  input: z.object({ customerId: z.string().min(1).max(128) }),
  localOnly: true,
  says: () => 'The faults that were planned with this order are taken back: from now on its steps go well.',
  run: async (stage, { customerId }) => faultsOf(stage).clear(planOf(customerId)),
});

/** @throws UserError for a fault on somebody who is known: it would hit that customer's other orders too. */
function refuseImpossible({ isLocal, name }: Stage, { customer, fault }: Wanted): void {
  if (!fault) return;
  if (!isLocal) throw new UserError(`stage ${name} is in AWS`, 'faults are for stages of this machine');
  if (!customer.startsWith('new'))
    throw new UserError('a fault needs a customer of its own', 'choose a new one');
}

function faultSentence(fault: FaultChoice): string {
  const turn = STEPS[fault.step];
  const before = turn ? ` So that it is reached, ${turned(turn)}.` : '';
  const end = fault.always ? ' until you take the fault back' : ' the first time, and is retried';
  return ` ${fault.step} ${FAULT_WORDS[fault.kind]}${end}.${before}`;
}

const turned = (turn: keyof typeof TURNS): string =>
  turn === 'InsufficientFunds' ? 'the account is one cent short' : `${String(turn)} for good`;

const rulesOf = ({ step, kind, always }: FaultChoice, match: string) => {
  const ms = kind === 'delay' || kind === 'late-answer' ? { ms: TOO_LATE_MS } : {};
  const chosen: PlannedFault = {
    function: functionOf(step),
    fault: kind,
    ...ms,
    ...(always && { times: 'always' as const }),
  };
  return [chosen, ...TURNS[STEPS[step]!]!.planned].map((planned) => ({ ...planned, match }));
};

async function customerFor(stage: Stage, { sku, quantity, customer, fault }: Wanted): Promise<ShopUser> {
  const before = known.get(customer);
  if (before) return before.user;
  if (!customer.startsWith('new'))
    throw new UserError('this console does not know that customer any more', 'choose a new one');
  const shop = shopOf(stage);
  const { data } = await shop.client.getProduct({ path: { sku }, throwOnError: true });
  const cost = data.price.amount * quantity;
  const isPoor = customer === 'new-poor' || (fault && !TURNS[STEPS[fault.step]!]!.paysFor);
  const funds = Math.min(isPoor ? cost - 1 : cost * 3, LIMITS.deposit);
  const name = `Test-${randomBytes(3).toString('hex')}`;
  const user = await shop.customer(funds, name, stage.isLocal ? undefined : simulatorAddress(name));
  known.set(user.id, { name, user });
  return user;
}

/**
 * SES takes what is sent there and bounces nothing, so that a test does not spoil the shop's name as a sender:
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator-how-to-use
 */
const simulatorAddress = (label: string): string => `success+${label.toLowerCase()}@simulator.amazonses.com`;

function shopOf(stage: Stage): ShopDriver {
  const { api } = stage.outputs();
  if (typeof api !== 'string')
    throw new UserError(
      `this checkout has not deployed stage ${stage.name}, so it does not know its address`,
      'place orders from the one that has',
    );
  return new ShopDriver(api, { retry: WHILE_UNAVAILABLE });
}

function faultsOf({ access }: Stage): Faults {
  return new Faults(access.config.endpoint ?? '');
}
