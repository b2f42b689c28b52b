import seldom from './seldom-called.json' with { type: 'json' };

const SELDOM = new Set(seldom);

/**
 * Whether what a source declares is mostly called until a function has given its first answer: all but the sources of seldom-called.json, of which
 * bench/seldom-called.ts has counted that it is not. A source that is not in it though it should be costs a part of a millisecond.
 */
export const isCalled = (source: string): boolean => !SELDOM.has(source);
