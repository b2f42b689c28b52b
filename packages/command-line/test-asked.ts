import { type Command, read } from './command.ts';

/** For tests: what a command understands by some words: its action and what that action gets, `help`, or an error. */
export function asked<Asked = unknown>(command: Command, args: readonly string[]): Asked {
  const parsed = read(command.declaration!, args);
  return (parsed === 'help' ? parsed : { action: parsed.name, ...parsed.input }) as Asked;
}
