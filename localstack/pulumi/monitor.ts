import type { Deployment } from './deployment.ts';
import type { Goal } from './resource.ts';
import { ALL_KNOWN, type Sdk, type Struct } from './sdk.ts';
import { type Properties, propertiesFromWire, type ReadOptions, UNKNOWN } from './values.ts';

type Callback = (error: Error | null, response?: unknown) => void;

interface Alias {
  getUrn(): string;
  getSpec():
    | { getName(): string; getType(): string; getParenturn(): string; getNoparent(): boolean }
    | undefined;
}

interface ResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
}

interface RegisterRequest extends ResourceRequest {
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct | undefined;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getDeletedwith(): string;
  getImportid(): string;
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
  /** What the stack gives out beside what the program returns. */
  readonly stackOutputs: Properties;
  /** Looks something up in AWS that the deploy does not own. */
  readonly lookUp: (type: string, id: string, urn: string) => Promise<Properties>;
  /** Answers a data source. */
  readonly invoke: (token: string, args: Properties) => Promise<Properties>;
  /** Told once for each failure; nothing is answered afterwards, so that the program stops where it is. */
  readonly fail: (error: unknown, urn: string) => void;
  /** False once something failed. */
  readonly goesOn: () => boolean;
}

/**
 * What the program talks to instead of Pulumi's engine: the methods of the ResourceMonitor service, called directly
 * and not over gRPC (the SDK allows it for its own tests), each handing over to the {@link Deployment}.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** Resolves when every call that was begun is answered. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  registerResource(request: RegisterRequest, callback: Callback): void {
    const { deployment, sdk, preview } = this.#options;
    const urn = this.#urn(request.getParent(), request.getType(), request.getName());
    this.#answer(urn, callback, async () => {
      const goal = this.#goal(urn, request);
      if (request.getRemote()) throw new Error('components of other languages are not supported');
      const made = goal.custom ? await deployment.resource(goal) : deployment.component(goal);
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
    const { deployment, lookUp, sdk } = this.#options;
    const urn = this.#urn(request.getParent(), request.getType(), request.getName());
    this.#answer(urn, callback, async () => {
      const goal = {
        ...emptyGoal,
        ...this.#common(urn, request),
        inputs: this.#properties(request.getProperties()),
      };
      const found = request.getId() === UNKNOWN ? {} : await lookUp(goal.type, request.getId(), urn);
      const resource = deployment.external({ ...goal, custom: true }, request.getId(), {
        ...goal.inputs,
        ...found,
      });
      const response = new sdk.resource.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(this.#struct(resource.outputs));
      return response;
    });
  }

  invoke(request: { getTok(): string; getArgs(): Struct | undefined }, callback: Callback): void {
    const { invoke, sdk } = this.#options;
    this.#answer(request.getTok(), callback, async () => {
      const response = new sdk.provider.InvokeResponse();
      response.setReturn(this.#struct(await invoke(request.getTok(), this.#properties(request.getArgs()))));
      return response;
    });
  }

  /** Everything but output values, which would carry more than plain inputs do. */
  supportsFeature(request: { getId(): string }, callback: Callback): void {
    const supported = !['outputValues', 'transforms', 'invokeTransforms'].includes(request.getId());
    callback(null, { getHassupport: () => supported });
  }

  registerPackage(_request: unknown, callback: Callback): void {
    const response = new this.#options.sdk.resource.RegisterPackageResponse();
    response.setRef('local');
    callback(null, response);
  }

  #answer(urn: string, callback: Callback, work: () => Promise<unknown>): void {
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

  #urn(parent: string, type: string, name: string): string {
    const { stack, project } = this.#options;
    const parentType = parent.split('::')[2];
    const qualified = parentType && parentType !== 'pulumi:pulumi:Stack' ? `${parentType}$${type}` : type;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
  }

  #common(urn: string, request: ResourceRequest) {
    return {
      urn,
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent() || undefined,
      dependencies: request.getDependenciesList(),
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
      aliases: request.getAliasesList().map((alias) => this.#alias(alias, request)),
      protect: request.getProtect() || undefined,
      retainOnDelete: request.getRetainondelete() || undefined,
      deleteBeforeReplace: request.getDeletebeforereplacedefined()
        ? request.getDeletebeforereplace()
        : undefined,
      deletedWith: request.getDeletedwith() || undefined,
      importId: request.getImportid() || undefined,
    };
  }

  #alias(alias: Alias, request: RegisterRequest): string {
    const spec = alias.getSpec();
    if (!spec) return alias.getUrn();
    const parent = spec.getNoparent() ? '' : spec.getParenturn() || request.getParent();
    return this.#urn(parent, spec.getType() || request.getType(), spec.getName() || request.getName());
  }

  #properties(struct: Struct | undefined): Properties {
    return struct ? propertiesFromWire(struct.toJavaScript(), this.#options.read) : {};
  }

  #struct(properties: Properties): Struct {
    const present = Object.entries(properties).filter(([, value]) => value !== undefined);
    return this.#options.sdk.struct.Struct.fromJavaScript(Object.fromEntries(present));
  }
}

/** pulumirpc.Result: nothing was done, and so nothing is known. */
const SKIP = 2;

const emptyGoal = { ignoreChanges: [], replaceOnChanges: [], aliases: [], propertyDependencies: {} };
