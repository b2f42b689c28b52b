import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asyncApiDocument } from '../../functions/contracts/asyncapi/document.ts';
import { openApiDocument } from '../../functions/contracts/openapi/document.ts';
import { inRoot } from '../../paths.ts';
import { clientFiles } from './client.ts';
import { eventsPage } from './event-table.ts';
import { rpcFiles } from './rpc.ts';

/** The client; what is generated, and nothing else, lies here. */
const CLIENT = 'client/generated';

/** Folders that hold what is generated, and nothing else. */
const FOLDERS = [CLIENT, 'functions/contracts/rpc'];

const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

/** Every file that follows from the contracts in the code: contents by path, relative to the project. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const openApi = openApiDocument();
  const client = await clientFiles(openApi);
  return new Map([
    ['functions/contracts/openapi.json', json(openApi)],
    ['functions/contracts/asyncapi.json', json(asyncApiDocument())],
    ['docs/events.md', await eventsPage()],
    ...(await rpcFiles()),
    ...[...client].map(([name, text]) => [join(CLIENT, name), text] as const),
  ]);
}

/** The paths of those files that are not what they should be: missing, different, or no longer generated. */
export async function outdated(files: Map<string, string>): Promise<string[]> {
  const stale = [...files].map(async ([path, text]) =>
    (await readFile(inRoot(path), 'utf8').catch(() => undefined)) === text ? [] : [path],
  );
  return [...(await Promise.all(stale)).flat(), ...(await leftOver(files))].sort();
}

/** Writes them, and removes what is no longer generated. @returns the paths of what has changed. */
export async function writeGenerated(files: Map<string, string>): Promise<string[]> {
  const changed = await outdated(files);
  for (const path of changed) {
    const text = files.get(path);
    if (text === undefined) await rm(inRoot(path));
    else {
      await mkdir(dirname(inRoot(path)), { recursive: true });
      await writeFile(inRoot(path), text);
    }
  }
  return changed;
}

async function leftOver(files: Map<string, string>): Promise<string[]> {
  const listings = FOLDERS.map((folder) =>
    readdir(inRoot(folder), { recursive: true, withFileTypes: true }).catch(() => []),
  );
  return (await Promise.all(listings))
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(inRoot().length + 1))
    .filter((path) => !files.has(path));
}
