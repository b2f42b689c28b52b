import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineFolders } from '../../localstack/engine/folders.ts';

const { log } = engineFolders(process.env.TEST_ENGINE!);

describe.skipIf(process.env.AWS_ENDPOINT_URL || !existsSync(log))('The speed-ups of the engine', () => {
  it('fit its release, every one', () => {
    const lines = readFileSync(log, 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('runs without the speed-up'))).toEqual([]);
    expect(lines.find((line) => line.includes('speed-ups: '))).toMatch(
      /json_paths, .*sleeping_pollers, metrics/,
    );
  });
});
