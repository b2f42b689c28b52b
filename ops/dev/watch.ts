import { watch } from 'chokidar';

/** An editor that saves several files writes them in a row; this much quiet ends the row (ms). What comes later is a row of its own. */
const QUIET_MS = 20;

/**
 * Calls back with the paths of every row of changes, one row after the other, until Ctrl-C. Chokidar, because Node's own
 * recursive watch loses a file on Linux once an editor has saved it by renaming.
 */
export async function onChange(
  paths: string[],
  callback: (changed: readonly string[]) => Promise<void>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = new Set<string>();
  let queue = Promise.resolve();
  const work = async () => {
    // What came while the row before was worked on is one row.
    if (changed.size === 0) return;
    const row = [...changed];
    changed = new Set();
    await callback(row);
  };
  const watcher = watch(paths, { ignoreInitial: true }).on('all', (_event, path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      queue = queue.then(work).catch((error) => console.error(error));
    }, QUIET_MS);
  });
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(name);
      process.once(name, () => resolve());
    }
  });
  clearTimeout(timer);
  await watcher.close();
  await queue;
}
