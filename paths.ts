import { join } from 'node:path';

/** The project's root folder: everything below is found from here, so that two checkouts never meet. */
export const root = import.meta.dirname;

/** The folder of everything that commands write on this machine: logs, caches, and what the engines are made of. */
export const local = join(root, '.local');

/** A path below the project's root. */
export const inRoot = (...parts: string[]): string => join(root, ...parts);

/** A path below `.local`. */
export const inLocal = (...parts: string[]): string => join(local, ...parts);

/** Where this app is, and what its deploys leave behind: for the package that runs AWS on this machine. */
export const places = { app: root, local };
