import type { InstanceState } from '../discovery/instance.ts';

/** No instance of the service can be called: the registry has none, or all are down or drained. Known without a call. */
export class NoInstanceAvailable extends Error {
  override name = 'NoInstanceAvailable';
  readonly service: string;

  /** @param why what is the matter with each instance: `a is down (its table does not answer), b is drained` */
  constructor(service: string, why: string) {
    super(`no instance of ${service} can be called: ${why}`);
    this.service = service;
  }
}

/** The error that says what is the matter with each instance; `except` are those that the call has tried. */
export function noInstanceAvailable(
  service: string,
  instances: readonly InstanceState[],
  except?: ReadonlySet<string>,
): NoInstanceAvailable {
  const matter = ({ instance, drained, health }: InstanceState) => {
    if (drained) return 'drained';
    return except?.has(instance) ? 'tried already' : health;
  };
  const why = instances.map(
    (instance) =>
      `${instance.instance} is ${matter(instance)}${instance.reason ? ` (${instance.reason})` : ''}`,
  );
  return new NoInstanceAvailable(service, why.join(', ') || 'none is registered');
}
