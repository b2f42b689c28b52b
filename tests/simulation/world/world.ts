import type { Definition } from '../flow/definition.ts';
import { Store } from '../store/store.ts';
import { Aws } from './aws.ts';
import { Clock, START } from './clock.ts';
import { Executions } from './executions.ts';
import type { Fault } from './faults.ts';
import { Lambda } from './lambda.ts';
import { Messages } from './messages.ts';
import { Outbox } from './outbox.ts';
import { FUNCTIONS } from './shop.ts';

/** One line of a run: when (ms from its beginning), who, what. */
export type Line = readonly [ms: number, actor: string, text: string];

export interface WorldOptions {
  definition: Definition;
  /** The state at which the undo of a confirmed order begins: as in stacks/saga/definition.ts, unless told. */
  undoEntry?: string;
  /** What decides all delays and draws; with 0 everything takes its usual time. */
  seed: number;
  faults: Fault[];
  /** Keeps every line of the run: only for one that is to be shown, since most are not. */
  traced?: boolean;
}

let worlds = 0;

/** One stage of the shop in this process: tables, topics, queues, functions and the state machine. */
export class World {
  readonly clock = new Clock();
  readonly store = new Store();
  readonly lambda: Lambda;
  readonly messages: Messages;
  readonly executions: Executions;
  readonly aws: Aws;
  readonly definition: Definition;
  readonly undoEntry: string;
  readonly seed: number;
  readonly faults: Fault[];
  readonly lines: Line[] = [];
  /** The ids that customers were given, by the place of the order in the schedule. */
  readonly answered = new Map<number, string>();
  /** The orders whose cancellation was accepted: somebody was answered with 202. */
  readonly accepted = new Set<string>();
  /** Answers that no fault explains: then the simulation does not fit the shop any more. */
  readonly unexpected: string[] = [];
  readonly note: (actor: string, text: string) => void;
  /** Ids of different worlds differ, so that what a handler remembers of one means nothing in the next. */
  readonly #name: string;
  #ids = 0;

  constructor({ definition, undoEntry = 'RefundPayment', seed, faults, traced = false }: WorldOptions) {
    this.definition = definition;
    this.undoEntry = undoEntry;
    this.seed = seed;
    this.faults = faults;
    worlds += 1;
    this.#name = String(worlds).padStart(8, '0');
    this.note = traced
      ? (actor, text) => void this.lines.push([this.clock.now - START, actor, text])
      : () => {};
    this.lambda = new Lambda(this);
    this.messages = new Messages(this);
    this.executions = new Executions(this);
    this.aws = new Aws(this);
    for (const service of new Set(FUNCTIONS.map((fn) => fn.service))) {
      const table = this.store.createTable(service, {
        ByCustomer: { hash: 'customerId', range: 'id' },
        ByCustomerStatus: { hash: 'customerStatus', range: 'id' },
        Held: { hash: 'held', range: 'dueAt' },
        Waiting: { hash: 'waits', range: 'waitsSince' },
      });
      const outbox = new Outbox(this, service);
      table.onChange = (change) => outbox.add(change);
    }
  }

  /** A new id: rising, and never given before. */
  newId(): string {
    this.#ids += 1;
    return `${this.#name}-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  /** An id as it is shown: without what differs from world to world. */
  shown(text: string): string {
    return text.replaceAll(/\d{8}-0000-7000-8000-0*(\d+)/g, '#$1');
  }
}
