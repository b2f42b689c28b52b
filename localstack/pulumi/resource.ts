import type { Properties } from './values.ts';

/**
 * One resource in the saved state: the fields of Pulumi's own checkpoint (apitype.ResourceV3), so that `sst state`
 * can read and repair it.
 */
export interface Resource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  parent?: string;
  inputs: Properties;
  outputs: Properties;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  /** `<URN>::<id>` of its provider; by default the stage's own provider. */
  provider?: string;
  customTimeouts?: Timeouts;
  protect?: boolean;
  retainOnDelete?: boolean;
  deletedWith?: string;
  aliases?: string[];
  created?: string;
  modified?: string;
  /** Was only looked up, and is not owned by this stage. */
  external?: boolean;
  /** Was replaced and waits for its deletion at the end of the deploy. */
  delete?: boolean;
}

/** How long AWS may take, in seconds. */
export interface Timeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/** An operation that was begun and not confirmed (apitype.OperationV2). */
export interface Operation {
  resource: Resource;
  type: 'creating' | 'updating' | 'deleting';
}

/** What the program asks for when it declares a resource. */
export interface Goal {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly inputs: Properties;
  readonly dependencies: string[];
  readonly propertyDependencies: Record<string, string[]>;
  readonly ignoreChanges: string[];
  readonly replaceOnChanges: string[];
  readonly aliases: string[];
  readonly provider?: string;
  readonly customTimeouts?: Timeouts;
  /** Properties whose change is not shown. */
  readonly hideDiffs?: string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: string;
}

/** The URN in a reference to a provider, `<URN>::<id>`. */
export const providerUrn = (reference: string): string => reference.slice(0, reference.lastIndexOf('::'));

/** The name at the end of a URN. */
export const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

/** The outputs after an update: those before, without what the program no longer sets, and those that the update has told. */
export const outputsAfter = (
  { inputs: saved, outputs }: Pick<Resource, 'inputs' | 'outputs'>,
  inputs: Properties,
  told: Properties | undefined,
): Properties => {
  const kept = Object.entries(outputs).filter(([name]) => !(name in saved) || name in inputs);
  return { ...Object.fromEntries(kept), ...inputs, ...told };
};
