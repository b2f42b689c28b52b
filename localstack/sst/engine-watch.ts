import { isAlive, type ProcessIdentity } from '@serverless-orders/command-line/process';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';

export interface WatchOptions {
  /** The engine's process; undefined for one that is not this checkout's, which is not watched. */
  readonly engine: ProcessIdentity | undefined;
  /** Ends the command: called once, when the engine is gone. */
  readonly end: () => Promise<void>;
  /** How often it is looked whether the engine lives, in ms. */
  readonly everyMs?: number;
}

/**
 * Waits for a command that works on an engine. When the engine is gone the command is ended, which else would call it in
 * vain for minutes.
 *
 * @param work resolves to the command's exit code, also after `end`.
 * @throws UserError if the engine is gone before the command has ended well.
 */
export async function whileEngineLives(
  work: Promise<number>,
  { engine, end, everyMs = 500 }: WatchOptions,
): Promise<number> {
  if (!engine) return work;
  let code: number | undefined;
  const ended = work.then((value) => {
    code = value;
    return true;
  });
  const isOver = () => code !== undefined || !isAlive(engine);
  await Promise.race([ended, poll(isOver, { timeoutMs: Number.POSITIVE_INFINITY, everyMs })]);
  if (code === undefined) await Promise.all([end(), ended]);
  if (code !== 0 && !isAlive(engine))
    throw new UserError(
      `the engine (process ${engine.pid}) ended while sst ran, so sst was ended too`,
      'run the command again, which starts the engine anew',
    );
  return code ?? 1;
}
