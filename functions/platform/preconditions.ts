import { ServiceError } from './service-error.ts';

/** What a conditional header asks for: anything that exists, or one of these entity tags, as they were sent. */
type Asked = '*' | readonly string[];

/** The conditions under which a request is to be done (RFC 9110, 13.1); none without the headers. */
export interface Preconditions {
  ifMatch?: Asked;
  ifNoneMatch?: Asked;
}

const isWeak = (tag: string): boolean => tag.startsWith('W/');
const opaque = (tag: string): string => tag.replace(/^W\//, '');

/** Both are strong and the same (8.8.3.2): for changes, which must not overwrite what merely looks alike. */
const isSame = (one: string, other: string): boolean => one === other && !isWeak(one);

/** The same, weak or not: for answers, which a proxy that compresses makes weak. */
const isAlike = (one: string, other: string): boolean => opaque(one) === opaque(other);

/**
 * Which condition does not hold, in the order of RFC 9110, 13.2.2.
 *
 * @param current the entity tag of what there is, as in `"7"`; undefined when there is nothing.
 */
export function failedPrecondition(
  { ifMatch, ifNoneMatch }: Preconditions,
  current: string | undefined,
): 'ifMatch' | 'ifNoneMatch' | undefined {
  if (ifMatch !== undefined && !holds(ifMatch, current, isSame)) return 'ifMatch';
  if (ifNoneMatch !== undefined && holds(ifNoneMatch, current, isAlike)) return 'ifNoneMatch';
  return undefined;
}

function holds(
  asked: Asked,
  current: string | undefined,
  equals: (one: string, other: string) => boolean,
): boolean {
  if (current === undefined) return false;
  return asked === '*' || asked.some((tag) => equals(tag, current));
}

const REASONS = {
  ifMatch: 'It is not (any more) the version that If-Match names.',
  ifNoneMatch: 'There is already what If-None-Match asks not to be there.',
};

/** @param failed which condition does not hold. */
export const preconditionFailed = (failed: keyof typeof REASONS): ServiceError =>
  new ServiceError('preconditionFailed', REASONS[failed]);

/**
 * Lets a change go on only if its conditions hold for what there is. To be called with what the change was read from, so
 * that the write's own condition covers it.
 *
 * @param version of what there is; undefined when there is nothing.
 * @throws ServiceError `preconditionFailed`.
 */
export function requirePreconditions(asked: Preconditions, version: number | undefined): void {
  const failed = failedPrecondition(asked, version === undefined ? undefined : entityTag(version));
  if (failed) throw preconditionFailed(failed);
}

/** The entity tag of a version. */
export const entityTag = (version: number): string => `"${version}"`;
