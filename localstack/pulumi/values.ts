import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** The value of a property, after secrets and references are resolved. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value | undefined };

/** The properties of a resource, by name. */
export type Properties = Record<string, Value | undefined>;

/** The key by which Pulumi's wire format marks values that JSON cannot express. */
export const SIGNATURE = '4dabf18193072939515e22adb298388d';
/** A value that a preview cannot know yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

type Wire = { [key: string]: unknown };

/** How values are converted when they are read. */
export interface ReadOptions {
  /** Applied to every string: rewrites AWS addresses to the engine's. */
  readonly localize: (text: string) => string;
  /** Relative paths of assets start here. */
  readonly root: string;
}

const isObject = (value: unknown): value is Wire => value !== null && typeof value === 'object';

/** True if a value, or anything inside it, is not known yet (previews only). */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return isObject(value) && Object.values(value).some(isUnknown);
}

/**
 * Converts a property from Pulumi's wire format into plain JSON: secrets, at any depth, become their values, which the AWS
 * calls need; references to resources become ids; a file becomes its path and hash, so that two deploys can be compared
 * without the file.
 *
 * Source of the format: sdk/nodejs/runtime/rpc.ts of Pulumi.
 *
 * @throws Error for an asset that is neither a file nor text.
 */
export function fromWire(value: unknown, options: ReadOptions): Value {
  if (typeof value === 'string') return options.localize(value);
  if (Array.isArray(value)) return value.map((item) => fromWire(item, options));
  if (!isObject(value)) return (value ?? null) as Value;
  switch (value[SIGNATURE]) {
    case undefined:
      return propertiesFromWire(value, options) as Value;
    case SECRET:
      return fromWire(value.value, options);
    case OUTPUT:
      return 'value' in value ? fromWire(value.value, options) : UNKNOWN;
    case RESOURCE:
      return String(value.id || value.urn);
    case ASSET:
    case ARCHIVE:
      return asset(value, options);
    default:
      throw new Error(`a value with the unknown signature ${String(value[SIGNATURE])}`);
  }
}

/** {@link fromWire} for every property of an object; undefined ones are left out. */
export function propertiesFromWire(wire: Wire, options: ReadOptions): Properties {
  const plain: Properties = {};
  for (const [key, value] of Object.entries(wire)) {
    if (value !== undefined) plain[key] = fromWire(value, options);
  }
  return plain;
}

function asset(wire: Wire, { root }: ReadOptions): Value {
  const signature = String(wire[SIGNATURE]);
  if (typeof wire.text === 'string') {
    return { [SIGNATURE]: signature, hash: sha256(wire.text), text: wire.text };
  }
  if (typeof wire.path !== 'string') throw new Error('only assets made of one file or of text are supported');
  const path = resolve(root, wire.path);
  if (statSync(path).isDirectory())
    throw new Error(`${wire.path} is a folder: only assets made of one file or of text are supported`);
  return { [SIGNATURE]: signature, hash: sha256(readFileSync(path)), path };
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The bytes of an asset that went through {@link fromWire}. */
export function assetBytes(value: Value | undefined): Buffer {
  if (!isAsset(value)) throw new Error('an asset was expected');
  return typeof value.text === 'string' ? Buffer.from(value.text) : readFileSync(String(value.path));
}

/** The bytes of an asset, if they have not changed since it was read; otherwise undefined. */
export function freshBytes(value: Value | undefined): Buffer | undefined {
  if (!isAsset(value) || (value.path !== undefined && !existsSync(String(value.path)))) return undefined;
  const bytes = assetBytes(value as Value);
  return sha256(bytes) === value.hash ? bytes : undefined;
}

const isAsset = (value: unknown): value is Wire =>
  isObject(value) && (value[SIGNATURE] === ASSET || value[SIGNATURE] === ARCHIVE);

/** Deep equality that ignores the order of keys; files are the same if their hashes are, wherever they are. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isObject(left) || !isObject(right)) return (left ?? null) === (right ?? null);
  if (isAsset(left) && isAsset(right)) return left.hash === right.hash;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) if (!isSame(left[key], right[key])) return false;
  return true;
}
