import { type Argument, type Arguments, bracketed, written } from './arguments.ts';
import { calling } from './calling.ts';
import type { Action, Declaration } from './declaration.ts';

/** All forms of a command in one line, for errors. */
export function usageOf(declaration: Declaration): string {
  const forms = Object.entries(declaration.actions).map(([name, action]) => formOf(name, action));
  const words = [forms.filter(Boolean).join(' | '), declaration.stage && '[--stage <stage>]'].filter(Boolean);
  return calling(declaration.name, words.join(' '));
}

function formOf(name: string, { words, options, json, stageWord }: Action): string {
  return [
    name,
    ...Object.values(words).map(written),
    stageWord && '[<stage>]',
    ...Object.entries(options).map(([key, option]) =>
      option.required ? optionOf(key, option) : `[${optionOf(key, option)}]`,
    ),
    json && '[--json]',
  ]
    .filter(Boolean)
    .join(' ');
}

const optionOf = (name: string, { value }: Argument): string =>
  value === undefined ? `--${name}` : `--${name} ${bracketed(value)}`;

/** What `--help` prints. */
export function helpOf(declaration: Declaration): string {
  const { name, summary, stage, localOnly, actions } = declaration;
  const forms = Object.entries(actions).map(([key, action]): [string, string] => [
    calling(name, formOf(key, action)),
    action.help ?? '',
  ]);
  const words = merged(actions, 'words', (_, argument) => written(argument).replace(/^\[(.*)\]$/, '$1'));
  const options = merged(actions, 'options', (key, argument) =>
    [argument.short && `-${argument.short},`, optionOf(key, argument)].filter(Boolean).join(' '),
  );
  if (stage) options.push(['--stage <stage>', `${stage.help} (without it ${stage.fallback()})`]);
  if (Object.values(actions).some(({ json }) => json))
    options.push(['--json', 'prints one JSON document and nothing else']);
  options.push(['-h, --help', 'prints this']);
  return [
    `${name}: ${summary}`,
    ...(localOnly ? ['Acts on this machine only, never on a stage in AWS.'] : []),
    '',
    ...section('usage', forms),
    ...(words.length > 0 ? ['', ...section('words', words)] : []),
    '',
    ...section('options', options),
  ].join('\n');
}

/** What all actions take, each once. */
function merged(
  actions: Declaration['actions'],
  of: 'words' | 'options',
  name: (key: string, argument: Argument) => string,
): [string, string][] {
  const all: Record<string, string> = {};
  for (const action of Object.values(actions))
    for (const [key, argument] of Object.entries(action[of] as Arguments))
      all[name(key, argument)] ??= argument.help;
  return Object.entries(all);
}

function section(title: string, rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return [title, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())];
}
