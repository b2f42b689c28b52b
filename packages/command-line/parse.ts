import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Argument, bracketed, nearest, UsageError } from './arguments.ts';
import type { Action, Declaration, Request } from './declaration.ts';

/** What names of stages are made of, wherever they are. */
const STAGE_NAME = /^[a-z0-9][a-z0-9-]{0,40}$/i;

export interface Parsed {
  /** The first word; empty for what a command does without one. */
  name: string;
  action: Action;
  input: Request & Record<string, unknown>;
}

/** @throws UsageError for words and options that the command does not take. */
export function parse(declaration: Declaration, args: readonly string[]): Parsed | 'help' {
  const { positionals, values } = split(declaration, args);
  if (values.help) return 'help';
  const { name, action, words } = pick(declaration, positionals);
  const { stage, json, help, ...options } = values;
  refuseOthers(declaration, name, values);
  const at = action.stageWord ? words.findIndex(action.stageWord) : -1;
  const word = at < 0 ? undefined : words.splice(at, 1)[0];
  if (word !== undefined && stage !== undefined)
    throw new UsageError(`"${word}" and --stage: one stage at a time`);
  const input: Parsed['input'] = { stage: stageOf(declaration, stage ?? word), json: json === true };
  readWords(action, words, input);
  for (const [key, argument] of Object.entries(action.options))
    readOption(key, argument, options[key], input);
  return { name, action, input };
}

type Given = Record<string, string | boolean | undefined>;

function split(declaration: Declaration, args: readonly string[]) {
  const options = optionsOf(declaration);
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { positionals, values: values as Given };
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^']*)'/.exec(message)?.[1] : undefined;
    if (!unknown) throw new UsageError(message.split(/\. |\n/)[0]!, { cause: thrown });
    if (unknown === '--stage' && declaration.localOnly)
      throw new UsageError(`${declaration.name} acts on this machine only and takes no --stage`);
    const meant = nearest(
      unknown,
      Object.keys(options).map((name) => `--${name}`),
    );
    throw new UsageError(`there is no option ${unknown}${meant ? `, only ${meant}` : ''}`, { cause: thrown });
  }
}

/** All options of all actions, so that a word of an action is told from the value of an option before it. */
function optionsOf({ actions, stage }: Declaration): ParseArgsOptionsConfig {
  const all: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } };
  if (stage) all.stage = { type: 'string' };
  for (const { options, json } of Object.values(actions)) {
    if (json) all.json = { type: 'boolean' };
    for (const [name, { value, short }] of Object.entries(options))
      all[name] = { type: value === undefined ? 'boolean' : 'string', ...(short && { short }) };
  }
  return all;
}

function pick({ actions }: Declaration, positionals: readonly string[]) {
  const [first, ...words] = positionals;
  if (first !== undefined && first !== '' && Object.hasOwn(actions, first))
    return { name: first, action: actions[first]!, words };
  const without = actions[''];
  if (without) return { name: '', action: without, words: [...positionals] };
  if (first === undefined) throw new UsageError('nothing was asked for');
  const meant = nearest(first, Object.keys(actions));
  throw new UsageError(`"${first}" is not known${meant ? `, ${meant} is` : ''}`);
}

/** An option of another action is refused by name. */
function refuseOthers({ actions }: Declaration, name: string, values: Given): void {
  const takes = (action: Action, option: string) =>
    Object.hasOwn(action.options, option) || (option === 'json' && action.json);
  for (const option of Object.keys(values)) {
    const owners = Object.entries(actions).filter(([, action]) => takes(action, option));
    if (owners.length === 0 || owners.some(([owner]) => owner === name)) continue;
    throw new UsageError(
      `--${option} belongs to ${owners.map(([owner]) => owner || 'no word').join(' and ')}`,
    );
  }
}

function stageOf({ stage: argument }: Declaration, named: Given[string]): string {
  if (!argument) return '';
  const stage = named === undefined ? argument.fallback() : String(named);
  if (!STAGE_NAME.test(stage)) throw new UsageError(`"${stage}" is no name of a stage`);
  return stage;
}

function readWords({ words: declared }: Action, given: readonly string[], input: Parsed['input']): void {
  let left = [...given];
  for (const [key, argument] of Object.entries(declared)) {
    if (argument.many) {
      input[key] = left.map((word) => argument.read(word));
      left = [];
      continue;
    }
    const word = left.shift();
    if (word === undefined && argument.required)
      throw new UsageError(`${bracketed(argument.value)} is missing`);
    if (word !== undefined) input[key] = argument.read(word);
  }
  if (left.length > 0) throw new UsageError(`"${left[0]}" is a word too many`);
}

function readOption(key: string, argument: Argument, given: Given[string], input: Parsed['input']): void {
  if (argument.value === undefined) input[key] = given === true;
  else if (typeof given === 'string') input[key] = explained(`--${key}`, () => argument.read(given));
  else if (argument.required) throw new UsageError(`--${key} is missing`);
}

/** What is wrong with the value of an option is said with the option's name. */
function explained<T>(option: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    throw new UsageError(`${option}: ${thrown.message}`, { cause: thrown });
  }
}
