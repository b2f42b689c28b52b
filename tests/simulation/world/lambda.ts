import type { StateError } from '../flow/rules.ts';
import { chance, delay } from './chance.ts';
import { here } from './current.ts';
import { faultAt } from './faults.ts';
import type { Loaded } from './load.ts';
import type { World } from './world.ts';

/** How an invocation ended: with its function's answer, or with an error as the caller sees it. */
export type Invoked = { answer: unknown } | { error: StateError };

const failed = (name: string, Cause?: string): Invoked => ({ error: { Error: name, Cause } });

/** Runs functions as Lambda does, with the faults of the schedule. */
export class Lambda {
  readonly #world: World;
  readonly #counts = new Map<string, number>();
  /** How many calls each invocation made: where a schedule's next fault can be. */
  readonly sites = new Map<string, { fn: string; nth: number; calls: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Invokes a function once (or, by a fault, twice); never throws, and may take longer than anybody waits. */
  async invoke(fn: Loaded, payload: unknown): Promise<Invoked> {
    const { clock, faults, note } = this.#world;
    const nth = (this.#counts.get(fn.name) ?? 0) + 1;
    this.#counts.set(fn.name, nth);
    const actor = `${fn.name} ${nth}`;
    this.sites.set(actor, { fn: fn.name, nth, calls: 0 });
    const fault = faultAt(faults, fn.name, nth);
    if (fault) note(actor, `fault: ${fault.kind}${fault.ms ? ` ${fault.ms} ms` : ''}`);
    if (fault?.kind === 'throttled') return failed('Lambda.TooManyRequestsException');
    if (fault?.kind === 'late') await clock.pause(fault.ms ?? 0);
    if (fault?.kind === 'twice')
      clock.after(fault.ms ?? 0, () => void this.#run(fn, nth, `${actor} again`, payload));
    const ended = await this.#run(fn, nth, actor, payload);
    return fault?.kind === 'answer-lost' ? failed('Lambda.Unknown') : ended;
  }

  async #run(fn: Loaded, nth: number, actor: string, payload: unknown): Promise<Invoked> {
    const { clock, note } = this.#world;
    const life = new Life(this.#world, fn, nth, actor);
    note(actor, 'begins');
    const ended = Promise.withResolvers<Invoked>();
    life.onDeath = (error) => ended.resolve(failed(error));
    const callOff = clock.after(fn.limitMs, () => life.die('Sandbox.Timedout'));
    const input: unknown = JSON.parse(JSON.stringify(payload));
    here
      .run(life, () => fn.handler(input, { awsRequestId: actor }))
      .then(
        (answer) => ended.resolve({ answer }),
        (thrown: Error) =>
          ended.resolve(
            failed(thrown.name, JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message })),
          ),
      );
    const outcome = await ended.promise;
    callOff();
    note(actor, 'error' in outcome ? `ends: ${outcome.error.Error}` : 'ends well');
    return outcome;
  }
}

/** One running invocation: what its code finds around it, until it ends or dies. */
class Life {
  onDeath: (error: string) => void = () => {};
  readonly #world: World;
  readonly #fn: Loaded;
  readonly #nth: number;
  readonly #actor: string;
  #calls = 0;
  #drawn = 0;
  #dead = false;

  constructor(world: World, fn: Loaded, nth: number, actor: string) {
    this.#world = world;
    this.#fn = fn;
    this.#nth = nth;
    this.#actor = actor;
  }

  now = () => this.#world.clock.now;
  newId = () => this.#world.newId();
  pause = (ms: number) => new Promise<void>((resolve) => this.#later(ms, resolve));

  random = () => {
    this.#drawn += 1;
    return chance(this.#world.seed, `${this.#actor} draws ${this.#drawn}`);
  };

  /** Ends the environment. What its code waits for never comes; calls that are under way arrive all the same. */
  die(error: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.onDeath(error);
  }

  /** A call takes its way to the service, is done there in one piece, and its answer takes its way back. */
  send = (service: string, command: unknown): Promise<unknown> => {
    const { seed, clock, faults, lambda, note, aws } = this.#world;
    this.#calls += 1;
    const call = this.#calls;
    const site = lambda.sites.get(`${this.#fn.name} ${this.#nth}`)!;
    site.calls = Math.max(site.calls, call);
    const fault = faultAt(faults, this.#fn.name, this.#nth, call);
    const what = `${this.#actor} call ${call}`;
    return new Promise((resolve, reject) => {
      const outward = delay(seed, `${what} out`) + (fault?.kind === 'slow' ? (fault.ms ?? 0) : 0);
      clock.after(outward, async () => {
        if (fault?.kind === 'dies-before') return this.die('Runtime.ExitError');
        const pending = attempt(() => aws.execute(service, command, this.#fn, fault));
        const outcome =
          'answer' in pending && pending.answer instanceof Promise ? await settled(pending.answer) : pending;
        note(this.#actor, aws.tell(call, command, outcome, fault));
        if (fault?.kind === 'dies-after') return this.die('Runtime.ExitError');
        this.#later(delay(seed, `${what} back`), () =>
          'error' in outcome ? reject(outcome.error) : resolve(outcome.answer),
        );
      });
    });
  };

  #later(ms: number, run: () => void): void {
    this.#world.clock.after(ms, () => {
      if (!this.#dead) run();
    });
  }
}

export type Answered = { answer: unknown } | { error: Error };

function attempt(call: () => unknown): Answered {
  try {
    return { answer: call() };
  } catch (thrown) {
    return { error: thrown as Error };
  }
}

const settled = (answer: Promise<unknown>): Promise<Answered> =>
  answer.then(
    (value) => ({ answer: value }),
    (error: Error) => ({ error }),
  );
