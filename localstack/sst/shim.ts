import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { shellWord } from '@serverless-orders/command-line/shell';
import { inPackage } from '../paths.ts';
import { pinnedNode } from '../pinned-node.ts';
import { type Places, pulumiPath } from './places.ts';

/**
 * Puts a script that starts the stand-in, or another program, on the pinned Node where the CLI looks for `pulumi`. The script drops
 * the CLI's options for Node, since source maps on every Error cost a second a deploy.
 */
export function installShim(places: Places, real?: string): void {
  const path = pulumiPath(places);
  const program = real
    ? shellWord(real)
    : `${shellWord(pinnedNode())} --no-warnings ${shellWord(inPackage('pulumi', 'main.ts'))}`;
  const script = ['#!/bin/sh', 'unset NODE_OPTIONS', `exec ${program} "$@"`, ''].join('\n');
  if (existsSync(path) && readFileSync(path, 'utf8') === script) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, script);
  chmodSync(fresh, 0o755);
  renameSync(fresh, path);
}
