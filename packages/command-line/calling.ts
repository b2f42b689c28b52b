/** Set for programs that a command starts, so that they tell people the same commands. */
export const CALLING_VARIABLE = 'LOCAL_STAGE_CALLING';

/** Commands that npm knows without `run`. */
const OF_NPM = ['start', 'stop', 'test'];

let prefix = process.env[CALLING_VARIABLE] ?? 'npm';

/** How a person calls the commands: `npm`, where package.json has scripts of their names; or a program and its options. */
export const callBy = (words: string): void => {
  prefix = words;
};

export const calledBy = (): string => prefix;

/**
 * A command as a person calls it, for help, errors and hints.
 *
 * @example calling('sst', 'remove') // 'npm run sst -- remove'
 * @example calling('start') // 'node localstack/bin.mjs --app ../mine start'
 */
export function calling(command: string, args = ''): string {
  const words = args === '' ? '' : ` ${args}`;
  if (prefix !== 'npm') return `${prefix} ${command}${words}`;
  return `npm ${OF_NPM.includes(command) ? command : `run ${command}`}${words && ` --${words}`}`;
}
