import { join, resolve } from 'node:path';

/** The project's root folder: everything below is found from here, so that two checkouts never meet. */
export const root = resolve(import.meta.dirname, '..');

/**
 * The one folder in which anything local lives: the engine's installation, uv, its caches, logs, pid files,
 * the stand-in's shim. Deleting it gives a fresh machine.
 */
export const local = join(root, '.local');

/** A path below the project's root. */
export const inRoot = (...parts: string[]): string => join(root, ...parts);

/** A path below `.local`. */
export const inLocal = (...parts: string[]): string => join(local, ...parts);
