import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nameOf } from './example.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the example of the README is the file that the next tests run', () => {
  const example = readFileSync(new URL('example.ts', import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});

it('the example answers from another instance when one is dead', async () => {
  const call = async (address: string) => {
    if (address === 'users-rpc-a') throw new Error('connection refused');
    return 'Ada';
  };
  const answers = await Promise.all([nameOf('1', call), nameOf('2', call)]);
  expect(answers).toEqual(['Ada', 'Ada']);
});

it('the example falls back when none answers', async () => {
  expect(await nameOf('3', () => Promise.reject(new Error('connection refused')))).toBe('somebody (3)');
});
