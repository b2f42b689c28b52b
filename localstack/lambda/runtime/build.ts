/**
 * Turns the runtime into plain JavaScript in the folder that is named, once per engine start: stripping types while a
 * function starts would cost 40 ms of every cold start.
 *
 * usage: node build.ts FOLDER
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, join } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node build.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(import.meta.dirname)) {
  if (!file.endsWith('.ts') || file.endsWith('.spec.ts') || file === basename(import.meta.filename)) continue;
  const code = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, file), 'utf8'));
  writeFileSync(
    join(folder, file.replace(/\.ts$/, '.mjs')),
    code.replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.mjs'"),
  );
}
