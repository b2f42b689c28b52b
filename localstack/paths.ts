import { join, resolve } from 'node:path';

/** A path in this package. */
export const inPackage = (...parts: string[]): string => join(import.meta.dirname, ...parts);

/** The folder that this package lies in, beside `node_modules` and `.local`: what is started from here is its own. */
export const installation = resolve(import.meta.dirname, '..');

/**
 * What all apps share: engines with their keys, logs and pid files, the installations of engines, and caches. What
 * belongs to an app lies beside that app (see Places). Deleting it gives a fresh machine.
 */
export const shared = join(installation, '.local');

/** A path in the folder that all apps share. */
export const inShared = (...parts: string[]): string => join(shared, ...parts);
