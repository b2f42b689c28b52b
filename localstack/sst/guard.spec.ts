import { describe, expect, it } from 'vitest';
import { refuseUnguardedLocalStage } from './guard.ts';

const started = { LOCAL_STAGE_ENDPOINT: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

describe('refuseUnguardedLocalStage', () => {
  it.each(['local', 'local-me', 'test-1'])('stops a bare npx sst at %s, and says what to call', (stage) => {
    expect(() => refuseUnguardedLocalStage(stage, {})).toThrow(
      expect.objectContaining({ remedy: `use \`npm run sst -- <command> --stage ${stage}\`` }),
    );
  });

  it('stops at an address that npm run sst did not set', () => {
    const env = { ...started, AWS_ENDPOINT_URL: 'http://127.0.0.1:9999' };
    expect(() => refuseUnguardedLocalStage('local', env)).toThrow();
    expect(() =>
      refuseUnguardedLocalStage('local', { LOCAL_STAGE_ENDPOINT: started.LOCAL_STAGE_ENDPOINT }),
    ).toThrow();
  });

  it.each([
    ['local', started],
    ['production', {}],
    ['locality', {}],
    [undefined, {}],
  ])('lets %s pass with %j', (stage, env) => {
    expect(() => refuseUnguardedLocalStage(stage, env)).not.toThrow();
  });
});
