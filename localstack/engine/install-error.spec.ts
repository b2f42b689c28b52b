import { describe, expect, it } from 'vitest';
import { installError } from './install-error.ts';

describe('installError', () => {
  it.each([
    [
      'error: failed to write to file: No space left on device (os error 28)',
      /^the disk is full while installing/,
    ],
    ['error: Failed to fetch: `x`\n  Caused by: dns error', /^the download failed while installing/],
    ['error: Permission denied (os error 13)', /^the folder \.local cannot be written to/],
    ['error: Hash mismatch for `six==1.17.0`', /^a package is not the one that is pinned/],
    ['THESE PACKAGES DO NOT MATCH THE HASHES', /^a package is not the one that is pinned/],
    ['something\nelse broke', /^installing x failed \(else broke\): remove/],
    ['', /^installing x failed \(no reason was given\): remove/],
  ])('makes one line of %j', (output, line) => {
    const error = installError('installing x', output);
    expect(error.line).toMatch(line);
    expect(error.line).not.toContain('\n');
    expect(error.line.length).toBeLessThan(400);
  });
});
