import type { z } from 'zod';
import type { Stage } from './stage.ts';

/** Something that the page asks: of what it takes, an answer that is JSON. It changes nothing. */
export interface Read<I = unknown, O = unknown> {
  readonly input: z.ZodType<I>;
  run(stage: Stage, input: I): Promise<O>;
}

/** Something that the page does, when its person has confirmed it. */
export interface Act<I = unknown, O = unknown> {
  readonly input: z.ZodType<I>;
  /** What will happen, in a sentence or two, for whoever is to confirm it. */
  says(stage: Stage, input: I): string | Promise<string>;
  /** Whether it is for stages of this machine alone. */
  readonly localOnly?: boolean;
  run(stage: Stage, input: I): Promise<O>;
}

/** Declares a read; its types follow from what it takes and returns. */
export const read = <I, O>(declared: Read<I, O>): Read<I, O> => declared;

/** Declares an act; its types follow from what it takes and returns. */
export const act = <I, O>(declared: Act<I, O>): Act<I, O> => declared;

/** What was asked for is not there, or not any more. */
export class Gone extends Error {
  override name = 'Gone';
}

/** HTML that somebody else has written, to be shown in a frame in which it runs and loads nothing. */
export interface Document<I = unknown> {
  readonly input: z.ZodType<I>;
  run(stage: Stage, input: I): Promise<string>;
}

/** Declares a document. */
export const document = <I>(declared: Document<I>): Document<I> => declared;
