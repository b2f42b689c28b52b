import { readFileSync, writeFileSync } from 'node:fs';
import type { BuildMetafile } from 'bun';

/** Bytes of a bundle by what they are from: a package, or a folder of the project two levels deep. */
export type Parts = Record<string, number>;

/** What the functions of a group may weigh, in KiB: each as a whole, and each part of it where that is over the budget. */
interface Budget {
  kib: number;
  parts: Parts;
}

/** By group, `<service>/<kind>` as in `payments/saga`, or by name for a function that needs far more than its group. */
export type Budgets = Record<string, Budget>;

/** Room that is left when budgets are written, in KiB: what a day's work adds is no reason to stop it. */
const ROOM_KIB = 10;

/** A function so many times as heavy as its group's median has a budget of its own, so that it hides no growth of the others. */
const FAR_MORE = 1.15;

const kibOf = (bytes: number): number => Math.round(bytes / 102.4) / 10;

/** A bundle's name is `orders/api/place-order` or `orders/rpc`. */
const groupOf = (name: string): string => name.split('/').slice(0, 2).join('/');

const total = (parts: Parts): number => Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);

/** What each bundle is made of, by its name, from what Bun tells about a build. */
export function partsOf({ outputs }: Pick<BuildMetafile, 'outputs'>): Map<string, Parts> {
  const bundles = new Map<string, Parts>();
  for (const { entryPoint, inputs } of Object.values(outputs)) {
    if (entryPoint === undefined) continue;
    const parts: Parts = {};
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(file);
      parts[part] = (parts[part] ?? 0) + bytesInOutput;
    }
    bundles.set(entryPoint.replace(/^functions\/(.+)\.ts$/, '$1'), parts);
  }
  return bundles;
}

/** @example partOf('node_modules/@smithy/core/dist-es/index.js') // '@smithy/core' */
function partOf(file: string): string {
  const at = file.lastIndexOf('node_modules/');
  if (at < 0) return file.split('/').slice(0, 2).join('/');
  const [scope = '', name = ''] = file.slice(at + 'node_modules/'.length).split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

/**
 * Says which bundles are over the budget of their group, and which of their parts have grown. A byte costs each cold start, and
 * an import that looks harmless brings a whole package: so that is decided, not found out later.
 *
 * @example overBudget(partsOf(metafile), budgets) // ['payments/saga/charge-payment: 512 KiB, of 400; grown: zod 90 (was 36)']
 */
export function overBudget(bundles: ReadonlyMap<string, Parts>, budgets: Budgets): string[] {
  return [...bundles].flatMap(([name, parts]) => {
    const budget = budgets[name] ?? budgets[groupOf(name)];
    if (!budget) return [`${name}: neither it nor ${groupOf(name)} has a budget`];
    const kib = kibOf(total(parts));
    return kib <= budget.kib ? [] : [`${name}: ${kib} KiB, of ${budget.kib}; grown: ${grown(parts, budget)}`];
  });
}

function grown(parts: Parts, budget: Budget): string {
  const more = Object.entries(parts)
    .map(([part, bytes]) => ({ part, kib: kibOf(bytes), was: budget.parts[part] ?? 0 }))
    .filter(({ kib, was }) => kib > was)
    .sort((one, other) => other.kib - other.was - (one.kib - one.was));
  return more.map(({ part, kib, was }) => `${part} ${kib} (was ${was})`).join(', ') || 'no part of it';
}

/** Budgets that all bundles fit in, with a little room. */
export function fittingBudgets(bundles: ReadonlyMap<string, Parts>): Budgets {
  const budgets: Budgets = {};
  for (const name of [...bundles.keys()].sort()) {
    const parts = bundles.get(name)!;
    const owner = ownerOf(name, bundles);
    budgets[owner] ??= { kib: 0, parts: {} };
    const budget = budgets[owner];
    budget.kib = Math.max(budget.kib, Math.ceil(total(parts) / 1024) + ROOM_KIB);
    for (const [part, bytes] of Object.entries(parts))
      if (bytes >= 1024) budget.parts[part] = Math.max(budget.parts[part] ?? 0, kibOf(bytes));
  }
  return budgets;
}

/** Whose budget a bundle is under: its group's, or its own. */
function ownerOf(name: string, bundles: ReadonlyMap<string, Parts>): string {
  const group = [...bundles].filter(([other]) => groupOf(other) === groupOf(name));
  const sizes = group.map(([, parts]) => total(parts)).sort((one, other) => one - other);
  return total(bundles.get(name)!) > FAR_MORE * sizes[(sizes.length - 1) >> 1]! ? name : groupOf(name);
}

export const readBudgets = (file: string): Budgets => JSON.parse(readFileSync(file, 'utf8')) as Budgets;

export const writeBudgets = (file: string, budgets: Budgets): void =>
  writeFileSync(file, `${JSON.stringify(sorted(budgets), null, 2)}\n`);

/** In one order, so that a commit shows what has changed and nothing else. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
