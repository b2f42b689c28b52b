import { setTimeout as sleep } from 'node:timers/promises';
import { Deployment, type DeploymentOptions } from './deployment.ts';
import { Events } from './events.ts';
import { Executor } from './executor.ts';
import { type Aws, connect } from './providers/aws.ts';
import { defineKind, type Kind } from './providers/kind.ts';
import { kindOf as realKindOf } from './providers/registry.ts';
import type { Goal, Resource } from './resource.ts';
import { State } from './state.ts';
import { Targets } from './targets.ts';

interface Thing {
  name: string;
  size?: number;
  of?: string;
  tags?: Record<string, string>;
}

const HOME = 'us-east-1';

/** A cloud in memory with one kind of resource, for tests. It records calls in order, and one of them can be made to fail. */
export class FakeCloud {
  readonly things = new Map<string, Thing>();
  readonly calls: string[] = [];
  /** In which region each call was made. */
  readonly regions: string[] = [];
  /** How long a call takes at least, in ms. */
  slow = 0;
  /** Runs after each call took effect. By throwing it simulates a kill between AWS and the state. */
  interrupt: (call: string) => void = () => {};
  state = new State({ serial: 0, resources: [], pending: [] });

  readonly kind: Kind<Thing> = defineKind<Thing>({
    inputs: ['name', 'size', 'of', 'shape'],
    only: { colour: ['red'] },
    parts: { shape: ['edges'] },
    noEffect: ['tags', 'skipDestroy'],
    name: { property: 'name', max: 40 },
    replaceOn: ['name', 'of'],
    create: async (inputs, { aws }) => {
      await this.#takesTime();
      if (this.things.has(inputs.name)) throw new Error(`ThingAlreadyExists: ${inputs.name}`);
      this.things.set(inputs.name, inputs);
      this.#told(`create ${inputs.name}`, aws);
      return { id: inputs.name, outputs: { arn: `arn:${inputs.name}` } };
    },
    find: async ({ name }) => (this.things.has(name) ? [{ id: name }] : []),
    update: async (inputs, { id }, { aws }) => {
      await this.#takesTime();
      this.things.set(id, inputs);
      this.#told(`update ${id}`, aws);
      return {};
    },
    delete: async ({ id }, { aws }) => {
      await this.#takesTime();
      if (!this.things.delete(id)) throw new Error(`ThingNotFound: ${id}`);
      this.#told(`delete ${id}`, aws);
    },
  });

  /** The objects of a new command on this cloud, over its present state. */
  run({
    preview = false,
    targets = [],
    provider = { region: HOME },
    onGap,
  }: {
    preview?: boolean;
    targets?: string[];
    provider?: DeploymentOptions['provider'];
    onGap?: DeploymentOptions['onGap'];
  } = {}) {
    const { state } = this;
    const kindOf = async (type: string): Promise<Kind> =>
      /^(pulumi:providers|other):/.test(type) ? realKindOf(type) : this.kind;
    const aws = connect({ endpoint: 'http://127.0.0.1:1', region: HOME });
    const executor = new Executor({ state, kindOf, aws });
    const events = new Events();
    const deployment = new Deployment({
      state,
      executor,
      kindOf,
      events,
      targets: new Targets({ targets }),
      provider,
      preview,
      onGap,
    });
    return { state, executor, kindOf, deployment, events };
  }

  /** Continues with the state that a killed command has left. */
  restart(): void {
    this.state = new State(this.state.snapshot());
    this.interrupt = () => {};
    this.calls.length = 0;
    this.regions.length = 0;
  }

  async #takesTime(): Promise<void> {
    if (this.slow > 0) await sleep(this.slow);
  }

  #told(call: string, { region }: Aws): void {
    this.calls.push(call);
    this.regions.push(region);
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
