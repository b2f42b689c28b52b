import type { NameRule } from '../naming.ts';
import type { Properties, Value } from '../values.ts';
import type { Aws } from './aws.ts';

/** What every operation on a resource knows about its surroundings. */
export interface Context {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly aws: Aws;
  /** The bytes of the S3 object with that id (bucket/key), if the stage itself has uploaded it from a file as it still is. */
  readonly assetOf: (id: string) => Buffer | undefined;
}

/** A resource that exists: what AWS calls it and what it said about it. */
export interface Made {
  readonly id: string;
  readonly outputs?: Properties;
}

/** A resource as the state remembers it. */
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
  /** Input properties that are acted upon. Any other stops the deploy, so that nothing is silently left out. */
  readonly inputs: readonly string[];
  /** Takes any input: what they mean is decided elsewhere. */
  readonly anyInput?: boolean;
  /** Properties that are accepted with these values alone, as an engine does not do what others mean. */
  readonly only?: Readonly<Record<string, readonly Value[]>>;
  /** Of properties that hold others: those that are acted upon. */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
  /** Stops the deployment, before anything is done, at inputs that cannot be followed. */
  check?(inputs: I): void;
  /** Properties that are accepted although a change of them means nothing on an engine. */
  readonly noEffect?: readonly string[];
  /** Properties that cannot be changed in place. Without `update` that is all of them. */
  readonly replaceOn?: readonly string[];
  /** Where the physical name goes, if the program may leave it out. */
  readonly name?: NameRule;
  /** What AWS keeps unique, if that is not the name: two resources with the same cannot exist at a time. */
  readonly identity?: (inputs: I) => string;
  /** The resource that this one is a part of and vanishes with. */
  readonly container?: { readonly type: string; readonly id: (inputs: I) => string };
  /** Resources of this kind with the same key are worked on one after the other. */
  readonly serial?: (inputs: I) => string;
  create(inputs: I, context: Context): Promise<Made>;
  /** What an interrupted create may have left behind; which may include others of the same name. */
  find?(inputs: I, context: Context): Promise<Made[]>;
  /** Returns the outputs that changed. */
  update?(
    inputs: I,
    old: Existing<I>,
    context: Context & { changed: string[] },
  ): Promise<Properties | undefined>;
  /** May fail with any kind of "not found". */
  delete?(old: Existing<I>, context: Context): Promise<unknown>;
  /** Looks up something that the deploy does not own, for `Type.get()`. */
  read?(id: string, context: Context): Promise<Properties>;
}

/** Gives the inputs of a kind their type; at run time it is the identity. */
export const defineKind = <I>(kind: Kind<I>): Kind<I> => kind;

/** What a resource is a part of, as a key; undefined if it stands alone. */
export const containerOf = (kind: Kind, inputs: Properties): string | undefined =>
  kind.container && `${kind.container.type} ${kind.container.id(inputs)}`;

/** A file of kinds, by Pulumi's type token. */
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
