import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Operation, Resource } from './resource.ts';

/** The version of Pulumi that SST asks for, and whose formats are written here. */
export const PULUMI_VERSION = 'v3.215.0';

/** Everything that is known about a stage's resources between two deploys. */
export interface Snapshot {
  /** Rises by one with each command that changes something: of two snapshots the higher one is the newer. */
  serial: number;
  /** Which engine instance the resources live in. */
  engine?: string;
  resources: Resource[];
  pending: Operation[];
}

export const emptySnapshot = (): Snapshot => ({ serial: 0, resources: [], pending: [] });

interface CheckpointFile {
  version: 3;
  checkpoint: {
    stack: string;
    latest: {
      manifest: { time: string; magic: string; version: string };
      resources?: Resource[];
      pending_operations?: Operation[];
    };
  };
}

/**
 * Reads a stage's state in Pulumi's checkpoint format (version 3). Serial and engine instance travel in the
 * manifest's `magic`, the one free text field that survives `sst state edit` and `sst state remove`.
 */
export function readCheckpoint(file: string): Snapshot {
  const { latest } = (JSON.parse(readFileSync(file, 'utf8')) as CheckpointFile).checkpoint;
  const [, serial = '0', engine] = /^serial=(\d+)(?:;engine=(.+))?$/.exec(latest.manifest.magic) ?? [];
  return {
    serial: Number(serial),
    engine,
    resources: latest.resources ?? [],
    pending: latest.pending_operations ?? [],
  };
}

/** Writes a checkpoint by a rename, so that a reader, or the next deploy after a kill, sees the old one or the new one. */
export function writeCheckpoint(file: string, stack: string, snapshot: Snapshot): void {
  const engine = snapshot.engine ? `;engine=${snapshot.engine}` : '';
  const content: CheckpointFile = {
    version: 3,
    checkpoint: {
      stack,
      latest: {
        manifest: {
          time: new Date().toISOString(),
          magic: `serial=${snapshot.serial}${engine}`,
          version: PULUMI_VERSION,
        },
        resources: snapshot.resources,
        pending_operations: snapshot.pending,
      },
    },
  };
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, JSON.stringify(content));
  renameSync(fresh, file);
}
