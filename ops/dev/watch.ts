import { once } from 'node:events';
import { watch } from 'chokidar';

/** An editor that saves several files writes them in a row; this much quiet ends the row (ms). What comes later is a row of its own. */
const QUIET_MS = 20;

interface Watcher {
  /** What is done first, once no change can be missed: what is saved meanwhile comes after it. */
  begin: () => Promise<void>;
  /** Gets the paths of every row of changes, one row after the other. */
  changed: (paths: readonly string[]) => Promise<void>;
}

/**
 * Watches folders and files until Ctrl-C. Chokidar, because Node's own recursive watch loses a file on Linux once an editor has saved
 * it by renaming. It loses what is saved before it has looked through the folders, so nothing is built of them before.
 *
 * @throws Error what the beginning throws.
 */
export async function onChange(paths: string[], { begin, changed }: Watcher): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = new Set<string>();
  const begun = Promise.withResolvers<void>();
  let queue = begun.promise;
  const work = async () => {
    // What came while the row before was worked on is one row.
    if (saved.size === 0) return;
    const row = [...saved];
    saved = new Set();
    await changed(row);
  };
  const watcher = watch(paths, { ignoreInitial: true }).on('all', (_event, path) => {
    saved.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      queue = queue.then(work).catch((error) => console.error(error));
    }, QUIET_MS);
  });
  try {
    await once(watcher, 'ready');
    await begin();
    begun.resolve();
    await new Promise<void>((resolve) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.removeAllListeners(name);
        process.once(name, () => resolve());
      }
    });
  } finally {
    clearTimeout(timer);
    await watcher.close();
  }
  await queue;
}
