import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { engineVariables, shellLines } from './env.ts';

const endpoint = 'http://127.0.0.1:1';

it('points a shell to the engine, also when it has a profile or session of AWS', () => {
  const lines = shellLines({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "it's",
    AWS_SECRET_ACCESS_KEY: '$(x)',
  });
  const script = `${lines.join('\n')}\nprintf '%s|' "$AWS_ENDPOINT_URL" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_PROFILE" "$AWS_SESSION_TOKEN"`;
  const env = { ...process.env, AWS_PROFILE: 'production', AWS_SESSION_TOKEN: 'theirs' };
  expect(execFileSync('sh', ['-c', script], { env, encoding: 'utf8' })).toBe(`${endpoint}|it's|$(x)|||`);
});

it('takes credentials for an engine of another checkout from the shell’s variables, by default test', () => {
  expect(engineVariables(endpoint)).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    AWS_REGION: 'us-east-1',
  });
});
