import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Where maps lie, each under the hash of its code: those of deployments, and those of `npm run dev`. */
const MAPS = join('.sst', 'source-maps');
const DEV_MAPS = join(MAPS, 'dev');

/** Logs are kept for a month: what was built longer ago than this (ms) is in none of them, unless it is deployed still. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** So many of the newest maps of `npm run dev` are kept: a change to what all functions share makes one for each of them. */
const KEPT_OF_DEV = 500;

interface Mapped {
  /** `<service>/<kind>/<file>`, or `<service>/rpc`. */
  entry: string;
  code: string;
  /** The map as the bundler writes it. */
  map: () => string;
  /** Whether `npm run dev` has built it. */
  isDev: boolean;
}

/**
 * Gives a bundle a name that its stack traces say, `orders/api/place-order.3f2a9c12ab34.mjs`, and keeps its source map under the
 * hash in it. So whoever reads a trace, in a log or in the history of an execution, of whichever deployment, can tell
 * the TypeScript line, and no function carries or reads a map.
 *
 * The same sources make the same code and hash wherever they are built, so a map that is not here can be made again.
 *
 * @returns the code to be deployed.
 */
export function nameAndKeepMap({ entry, code, map, isDev }: Mapped): string {
  const plain = code.replace(/\n*\/\/# debugId=\w+\s*$/, '\n');
  const hash = new Bun.CryptoHasher('sha256').update(plain).digest('hex').slice(0, 12);
  const file = join(isDev ? DEV_MAPS : MAPS, `${hash}.json.gz`);
  // A map that is used again is as old as its last deployment.
  if (existsSync(file)) utimesSync(file, new Date(), new Date());
  else keep(file, slim(map()));
  return `${plain}//# sourceURL=${entry}.${hash}.mjs\n`;
}

/**
 * Keeps the source map of a bundle that was built before, and goes out once more.
 *
 * @param code as {@link nameAndKeepMap} gave it.
 * @returns whether there is a map; else it has to be built again.
 */
export function keepMapOf(code: string, isDev: boolean): boolean {
  const name = `${/\.(\w+)\.mjs\n$/.exec(code)?.[1]}.json.gz`;
  const [file, ofDev] = [join(MAPS, name), join(DEV_MAPS, name)];
  if (existsSync(file)) utimesSync(file, new Date(), new Date());
  else if (!existsSync(ofDev)) return false;
  else if (!isDev) renameSync(ofDev, file);
  return true;
}

/** Nothing but what a stack trace needs: sources by their path in the project, and positions. */
function slim(map: string): string {
  const { sources, mappings } = JSON.parse(map) as { sources: string[]; mappings: string };
  return JSON.stringify({ version: 3, names: [], sources, mappings });
}

function keep(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, gzipSync(text, { level: 1 }));
  renameSync(beside, file);
}

/** Deletes the maps of code that was last built so long ago that no log speaks of it. */
export function forgetOldMaps(now = Date.now()): void {
  for (const { file, at } of mapsIn(MAPS)) if (now - at > KEPT_MS) rmSync(file, { force: true });
  for (const { file } of mapsIn(DEV_MAPS).slice(KEPT_OF_DEV)) rmSync(file, { force: true });
}

/** The maps of a folder, newest first. */
function mapsIn(folder: string): { file: string; at: number }[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json.gz')) : [];
  const maps = names.map((name) => join(folder, name)).map((file) => ({ file, at: statSync(file).mtimeMs }));
  return maps.sort((one, other) => other.at - one.at);
}
