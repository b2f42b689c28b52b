import type { Deployment } from './deployment.ts';
import type { OnGap } from './gaps.ts';
import type { Goal } from './resource.ts';
import { said } from './resource-error.ts';
import { type OptionsRequest, refuseForeignOptions, timeoutsOf } from './resource-options.ts';
import { ALL_KNOWN, type Sdk, type Struct } from './sdk.ts';
import { type Alias, Urns } from './urns.ts';
import { type Properties, propertiesFromWire, type ReadOptions, UNKNOWN } from './values.ts';

type Callback = (error: Error | null, response?: unknown) => void;

interface ResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getProvider(): string;
}

interface RegisterRequest extends ResourceRequest, OptionsRequest {
  getType(): string;
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getDeletedwith(): string;
  getHidediffsList(): string[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAliasesList(): Alias[];
  getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
}

interface ReadRequest extends ResourceRequest {
  getId(): string;
  getProperties(): Struct | undefined;
}

export interface MonitorOptions {
  readonly sdk: Sdk;
  readonly deployment: Deployment;
  readonly project: string;
  readonly stack: string;
  readonly preview: boolean;
  readonly read: ReadOptions;
  /** Outputs of the stack in addition to those that the program returns. */
  readonly stackOutputs: Properties;
  /** Looks up a resource in AWS that the deploy does not own. */
  readonly lookUp: (goal: Goal, id: string) => Promise<Properties>;
  /** Answers a data source, by the provider that was named for it. */
  readonly invoke: (token: string, args: Properties, provider: string) => Promise<Properties>;
  /** Called once for each failure. Afterwards no call is answered, so that the program stops where it is. */
  readonly fail: (error: unknown, urn: string | undefined) => void;
  /** Called for each resource that has reached its goal. */
  readonly done: (type: string) => void;
  /** Called for everything that is not supported, instead of an error at the first. */
  readonly onGap?: OnGap;
  /** False once something failed. */
  readonly goesOn: () => boolean;
}

/**
 * What the program talks to instead of Pulumi's engine: the methods of the ResourceMonitor service, called directly
 * and not over gRPC (the SDK allows it for its own tests), each handing over to the {@link Deployment}.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #urns: Urns;
  readonly #declared = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#urns = new Urns(options);
  }

  /** Resolves when every call that was begun is answered. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Refuses a second resource with the same URN, which would silently replace the first one. */
  #declareOnce(urn: string): void {
    if (this.#declared.has(urn))
      throw new Error(`${urn} is declared twice: give each resource a name of its own`);
    this.#declared.add(urn);
  }

  registerResource(request: RegisterRequest, callback: Callback): void {
    const { deployment, done, sdk, preview } = this.#options;
    const urn = this.#urns.of(named(request));
    this.#answer(urn, callback, async () => {
      assertType(request.getType());
      this.#declareOnce(urn);
      const version = sdk.versionOf(packageOf(request.getType()));
      await this.#orRecorded(urn, async () => refuseForeignOptions(request, version), undefined);
      const goal = this.#goal(urn, request);
      const made = goal.custom ? await deployment.resource(goal) : deployment.component(goal);
      if (goal.custom) done(goal.type);
      const response = new sdk.resource.RegisterResourceResponse();
      response.setUrn(urn);
      if (!made) {
        response.setResult(SKIP);
        response.setObject(this.#struct({}));
        return response;
      }
      response.setId(made.id ?? '');
      const known = preview && made.id ? { [ALL_KNOWN]: true } : {};
      response.setObject(this.#struct(goal.custom ? { ...made.outputs, ...known } : goal.inputs));
      return response;
    });
  }

  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): Struct | undefined },
    callback: Callback,
  ): void {
    this.#answer(request.getUrn(), callback, async () => {
      const more =
        request.getUrn().split('::')[2] === 'pulumi:pulumi:Stack' ? this.#options.stackOutputs : {};
      const outputs = { ...this.#properties(request.getOutputs()), ...more };
      this.#options.deployment.componentOutputs(request.getUrn(), outputs);
      return {};
    });
  }

  readResource(request: ReadRequest, callback: Callback): void {
    const { deployment, done, lookUp, sdk } = this.#options;
    const urn = this.#urns.of(named(request));
    this.#answer(urn, callback, async () => {
      this.#declareOnce(urn);
      const goal = {
        ...emptyGoal,
        ...this.#common(urn, request),
        custom: true,
        inputs: this.#properties(request.getProperties()),
      };
      const found =
        request.getId() === UNKNOWN
          ? {}
          : await this.#orRecorded(urn, () => lookUp(goal, request.getId()), {});
      const resource = deployment.external(goal, request.getId(), {
        ...goal.inputs,
        ...found,
      });
      done(goal.type);
      const response = new sdk.resource.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(this.#struct(resource.outputs));
      return response;
    });
  }

  invoke(
    request: { getTok(): string; getArgs(): Struct | undefined; getProvider(): string },
    callback: Callback,
  ): void {
    const { invoke, sdk } = this.#options;
    this.#answer(undefined, callback, async () => {
      const response = new sdk.provider.InvokeResponse();
      const args = this.#properties(request.getArgs());
      const asked = () => invoke(request.getTok(), args, request.getProvider());
      response.setReturn(this.#struct(await this.#orRecorded(undefined, asked, args)));
      return response;
    });
  }

  /** A method of a resource, such as `provider.terraformConfig()`. */
  call(request: { getTok(): string }, callback: Callback): void {
    this.#answer(undefined, callback, () => notHere(`the method ${request.getTok()}`));
  }

  registerResourceHook(request: { getName(): string }, callback: Callback): void {
    this.#notHere(callback, `the resource hook ${request.getName()}`);
  }

  registerStackTransform(_request: unknown, callback: Callback): void {
    this.#notHere(callback, 'a transform of the stack');
  }

  registerStackInvokeTransform(_request: unknown, callback: Callback): void {
    this.#notHere(callback, 'a transform of data sources');
  }

  supportsFeature(request: { getId(): string }, callback: Callback): void {
    callback(null, { getHassupport: () => FEATURES.includes(request.getId()) });
  }

  registerPackage(_request: unknown, callback: Callback): void {
    const response = new this.#options.sdk.resource.RegisterPackageResponse();
    response.setRef('local');
    callback(null, response);
  }

  /** @param urn the resource that the work is about, if any; the CLI fails on an event with any other text as URN. */
  #answer(urn: string | undefined, callback: Callback, work: () => Promise<unknown>): void {
    const { fail, goesOn } = this.#options;
    if (!goesOn()) return;
    const answered = work()
      .then(
        (response) => {
          if (goesOn()) callback(null, response);
        },
        (error: unknown) => fail(error, urn),
      )
      .finally(() => this.#underWay.delete(answered));
    this.#underWay.add(answered);
  }

  #notHere(callback: Callback, what: string): void {
    this.#answer(undefined, callback, () => this.#orRecorded(undefined, () => notHere(what), {}));
  }

  /** Does the work. If it fails and gaps are recorded, the error is recorded as one and `otherwise` is the result. */
  async #orRecorded<T>(urn: string | undefined, work: () => Promise<T>, otherwise: T): Promise<T> {
    const { onGap } = this.#options;
    try {
      return await work();
    } catch (error) {
      if (!onGap) throw error;
      onGap({ problem: said(error), urn });
      return otherwise;
    }
  }

  #common(urn: string, request: ResourceRequest) {
    return {
      urn,
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent() || undefined,
      dependencies: request.getDependenciesList(),
      provider: request.getProvider() || undefined,
    };
  }

  #goal(urn: string, request: RegisterRequest): Goal {
    const byProperty = request.getPropertydependenciesMap().entries();
    return {
      ...this.#common(urn, request),
      custom: request.getCustom(),
      inputs: this.#properties(request.getObject()),
      propertyDependencies: Object.fromEntries(
        [...byProperty].map(([name, urns]) => [name, urns.getUrnsList()]),
      ),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      aliases: this.#urns.formerOf(named(request), request.getAliasesList()),
      hideDiffs: request.getHidediffsList(),
      customTimeouts: timeoutsOf(request),
      protect: request.getProtect() || undefined,
      retainOnDelete: request.getRetainondelete() || undefined,
      deleteBeforeReplace: request.getDeletebeforereplacedefined()
        ? request.getDeletebeforereplace()
        : undefined,
      deletedWith: request.getDeletedwith() || undefined,
    };
  }

  #properties(struct: Struct | undefined): Properties {
    return struct ? propertiesFromWire(struct.toJavaScript(), this.#options.read) : {};
  }

  #struct(properties: Properties): Struct {
    const present = Object.entries(properties).filter(([, value]) => value !== undefined);
    return this.#options.sdk.struct.Struct.fromJavaScript(Object.fromEntries(present));
  }
}

/**
 * The engine features that the SDK may use. Output values are not among them, so that inputs come plain. Some are listed only
 * so that their use reaches {@link refuseForeignOptions} and is refused by name, and not by the SDK with advice to update Pulumi.
 */
const FEATURES = [
  'secrets',
  'resourceReferences',
  'deletedWith',
  'aliasSpecs',
  'parameterization',
  'replaceWith',
  'resourceHooks',
  'transforms',
  'invokeTransforms',
];

const named = (request: ResourceRequest) => ({
  type: request.getType(),
  name: request.getName(),
  parent: request.getParent(),
});

/** Refuses what is no type token: the CLI fails on every later command when a stage's state contains one. */
function assertType(type: string): void {
  if (/^[^:]+:[^:]*:[^:]+$/.test(type)) return;
  throw new Error(
    `"${type}" is no type of resource: write it as <package>:<module>:<name>, as in shop:index:Service`,
  );
}

const notHere = async (what: string): Promise<never> => {
  throw new Error(`${what} is not supported on a local stage`);
};

/** `aws` in `aws:sqs/queue:Queue` and in `pulumi:providers:aws`. */
const packageOf = (type: string): string =>
  type.startsWith('pulumi:providers:')
    ? type.slice('pulumi:providers:'.length)
    : type.slice(0, type.indexOf(':'));

/** pulumirpc.Result: nothing was done, and so nothing is known. */
const SKIP = 2;

const emptyGoal = { ignoreChanges: [], replaceOnChanges: [], aliases: [], propertyDependencies: {} };
