import { Deployment } from './deployment.ts';
import { Events } from './events.ts';
import { Executor } from './executor.ts';
import { connect } from './providers/aws.ts';
import { defineKind, type Kind } from './providers/kind.ts';
import type { Goal, Resource } from './resource.ts';
import { State } from './state.ts';
import { Targets } from './targets.ts';

interface Thing {
  name: string;
  size?: number;
  of?: string;
}

/** A cloud in memory with one kind of resource, for tests; calls are told in order, and one of them can be made to fail. */
export class FakeCloud {
  readonly things = new Map<string, Thing>();
  readonly calls: string[] = [];
  /** Called after each call took effect; what it throws is as a kill between AWS and the state. */
  interrupt: (call: string) => void = () => {};
  state = new State({ serial: 0, resources: [], pending: [] });

  readonly kind: Kind<Thing> = defineKind<Thing>({
    inputs: ['name', 'size', 'of'],
    noEffect: ['tags'],
    name: { property: 'name', max: 40 },
    replaceOn: ['name', 'of'],
    create: async (inputs) => {
      if (this.things.has(inputs.name)) throw new Error(`ThingAlreadyExists: ${inputs.name}`);
      this.things.set(inputs.name, inputs);
      this.#told(`create ${inputs.name}`);
      return { id: inputs.name, outputs: { arn: `arn:${inputs.name}` } };
    },
    find: async ({ name }) => (this.things.has(name) ? [{ id: name }] : []),
    update: async (inputs, { id }) => {
      this.things.set(id, inputs);
      this.#told(`update ${id}`);
      return {};
    },
    delete: async ({ id }) => {
      if (!this.things.delete(id)) throw new Error(`ThingNotFound: ${id}`);
      this.#told(`delete ${id}`);
    },
  });

  /** Everything that works on this cloud, over its present state, as in a command that begins. */
  run({ preview = false, targets = [] as string[] } = {}) {
    const { state } = this;
    const kindOf = async () => this.kind as Kind;
    const aws = connect({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' });
    const executor = new Executor({ state, kindOf, aws });
    const events = new Events();
    const deployment = new Deployment({
      state,
      executor,
      kindOf,
      events,
      targets: new Targets({ targets }),
      preview,
    });
    return { state, executor, kindOf, deployment, events };
  }

  /** Goes on with what a killed command has left in the state. */
  restart(): void {
    this.state = new State(this.state.snapshot());
    this.interrupt = () => {};
    this.calls.length = 0;
  }

  #told(call: string): void {
    this.calls.push(call);
    this.interrupt(call);
  }
}

/** A goal for a thing called `name`. */
export function goalOf(name: string, inputs: Resource['inputs'] = {}, more: Partial<Goal> = {}): Goal {
  return {
    urn: urnOf(name),
    type: 'fake:thing:Thing',
    name,
    custom: true,
    inputs,
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    replaceOnChanges: [],
    aliases: [],
    ...more,
  };
}

export const urnOf = (name: string): string => `urn:pulumi:local::shop::fake:thing:Thing::${name}`;
