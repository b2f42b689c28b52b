import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inShared } from '../paths.ts';

/** Where one engine of this checkout lives, `.local/engines/<name>`: all that it writes is in here. */
export interface EngineFolders {
  root: string;
  /** Who it is: pid, start time, port, kind (JSON). */
  record: string;
  /** Its key, in the format of AWS's shared credentials file. */
  credentials: string;
  log: string;
  /** Is written to whenever something in the engine was changed, so that whoever shows it need not ask. */
  changes: string;
  /** Its HOME, temp and data folders: emptied at every start, as the engine itself comes up empty. */
  run: string;
  /** Working folders and the `pids` file of the Lambda processes. */
  lambda: string;
}

export function engineFolders(name: string): EngineFolders {
  const root = inShared('engines', name);
  return {
    root,
    record: join(root, 'engine.json'),
    credentials: join(root, 'credentials'),
    log: join(root, 'engine.log'),
    changes: join(root, 'changes'),
    run: join(root, 'run'),
    lambda: join(root, 'lambda'),
  };
}

/** The names of all engines that were ever started in this checkout: the tests start some of their own. */
export function engineNames(folder = inShared('engines')): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
