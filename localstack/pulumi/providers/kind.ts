import type { NameRule } from '../naming.ts';
import type { Properties, Value } from '../values.ts';
import type { Aws } from './aws.ts';

/** The context of an operation on a resource. */
export interface Context {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly aws: Aws;
  /** The bytes of the S3 object with that id (bucket/key), if this stage has uploaded it from a file that did not change since. */
  readonly assetOf: (id: string) => Buffer | undefined;
}

/** A resource that was created or found: its id and its outputs. */
export interface Made {
  readonly id: string;
  readonly outputs?: Properties;
}

/** A resource as in the saved state. */
export interface Existing<I = Properties> {
  readonly id: string;
  readonly inputs: I;
  readonly outputs: Properties;
}

/**
 * How one type of resource is created, changed and deleted. All of its calls can be repeated: the deploy may have
 * been killed after any of them.
 */
// biome-ignore lint/suspicious/noExplicitAny: each kind names the inputs it reads; the registry holds them all
export interface Kind<I = any> {
  /** The supported input properties. Any other stops the deploy, so that none is silently ignored. */
  readonly inputs: readonly string[];
  /** Whether any input property is accepted, since they are checked elsewhere. */
  readonly anyInput?: boolean;
  /** Properties of which only these values are accepted, as an engine does not support others. */
  readonly only?: Readonly<Record<string, readonly Value[]>>;
  /** For properties with nested ones, the nested ones that are supported. */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
  /** Throws, before anything is done, if the inputs are not supported. */
  check?(inputs: I): void;
  /** Properties that are accepted although they have no effect on an engine. */
  readonly noEffect?: readonly string[];
  /** Properties that cannot be changed in place. Without `update` that is all of them. */
  readonly replaceOn?: readonly string[];
  /** The rule for the physical name, if the program may leave it out. */
  readonly name?: NameRule;
  /** What has to be unique in AWS, if that is not the name. */
  readonly identity?: (inputs: I) => string;
  /** The resource that this one is a part of: AWS deletes both together. */
  readonly container?: { readonly type: string; readonly id: (inputs: I) => string };
  /** Resources of this kind with the same key are worked on one after the other. */
  readonly serial?: (inputs: I) => string;
  create(inputs: I, context: Context): Promise<Made>;
  /** Finds what an interrupted create may have left; other resources of the same name may be among it. */
  find?(inputs: I, context: Context): Promise<Made[]>;
  /** Returns the outputs that changed. */
  update?(
    inputs: I,
    old: Existing<I>,
    context: Context & { changed: string[] },
  ): Promise<Properties | undefined>;
  /** May fail with any kind of "not found". */
  delete?(old: Existing<I>, context: Context): Promise<unknown>;
  /** Looks up a resource that the deploy does not own, for `Type.get()`. */
  read?(id: string, context: Context): Promise<Properties>;
}

/** Gives the inputs of a kind their type; at run time it is the identity. */
export const defineKind = <I>(kind: Kind<I>): Kind<I> => kind;

/** The key of the resource that this one is a part of, if any. */
export const containerOf = (kind: Kind, inputs: Properties): string | undefined =>
  kind.container && `${kind.container.type} ${kind.container.id(inputs)}`;

/** Kinds by Pulumi's type token. */
export type Kinds = Record<string, Kind>;

/** True for the errors with which AWS says that something does not exist. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /NotFound|NoSuch|NonExist|DoesNotExist|does not exist|not found/i.test(`${error.name} ${error.message}`);

/** Runs a lookup; undefined if AWS says that it is not there. */
export async function orGone<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
