import type { Arguments, Values } from './arguments.ts';

/** The stage that a command acts on: which it is when none is named, and which are refused. */
export interface StageArgument {
  readonly help: string;
  /** The stage when none is named. */
  fallback(): string;
  /** @throws UserError for a stage that the command does not act on, or a name that was probably mistyped. */
  check(stage: string, command: string): void | Promise<void>;
}

/** What a command has found, for people and for programs. */
export interface Output {
  readonly lines: readonly string[];
  /** What `--json` prints instead. */
  readonly document: unknown;
  /** The exit code; 0 when it is left out. */
  readonly code?: number;
}

export interface Request {
  stage: string;
  json: boolean;
}

/** One thing that a command does: what it takes, and its work. */
export interface Action {
  readonly help?: string;
  /** What stands in for the action's words, in order. */
  readonly words: Arguments;
  readonly options: Arguments;
  /** Whether it takes `--json`. */
  readonly json: boolean;
  /** Whether a word is the stage, for commands that take the stage as a word too. */
  readonly stageWord?: (word: string) => boolean;
  /** Prints for itself and returns the exit code, or returns what is printed. */
  run(input: Request & Record<string, unknown>): Promise<number | Output>;
}

interface ActionOptions<W extends Arguments, O extends Arguments> {
  help?: string;
  words?: W;
  options?: O;
  json?: boolean;
  stageWord?: (word: string) => boolean;
  run(input: Request & Values<W> & Values<O>): Promise<number | Output>;
}

// biome-ignore lint/complexity/noBannedTypes: no arguments are an object without keys.
type None = {};

/** Declares one thing that a command does; `run` gets the values of its words and options by name. */
export function action<W extends Arguments = None, O extends Arguments = None>(
  options: ActionOptions<W, O>,
): Action {
  return { words: {}, options: {}, json: false, ...options } as unknown as Action;
}

export interface Declaration {
  readonly name: string;
  readonly summary: string;
  /** Left out for a command that takes no stage. */
  readonly stage?: StageArgument;
  /** Whether it acts on this machine and never on a stage in AWS. */
  readonly localOnly?: boolean;
  /** By its first word; the one without a name (`''`) is what it does without such a word. */
  readonly actions: Readonly<Record<string, Action>>;
}
