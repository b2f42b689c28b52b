import { callBy } from '@serverless-orders/command-line/calling';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../index.ts';
import { placesOf } from '../sst/places.ts';

const all = await Promise.all(
  Object.entries(COMMANDS).map(async ([name, load]) => ({ name, it: (await load())(placesOf('/an/app')) })),
);

describe('The commands about an app on this machine', () => {
  beforeAll(() => callBy('localstack --app mine'));
  afterAll(() => callBy('npm'));

  it('are all declared, except sst, which passes every argument on', () => {
    expect(all.filter(({ it }) => !it.declaration).map(({ name }) => name)).toEqual(['sst']);
  });

  it.each(all)('$name has its name and a summary', ({ name, it: command }) => {
    expect(command.name).toBe(name);
    expect(command.summary).toMatch(/^[a-z].{10,}/);
  });

  it.each(all.filter(({ it }) => it.declaration))(
    '$name tells in help and in errors how this program is called',
    async ({ name, it: command }) => {
      const printed = vi.spyOn(console, 'log').mockReturnValue();
      expect(await command.run(['--help'])).toBe(0);
      expect(printed.mock.calls.join('\n')).toContain(`  localstack --app mine ${name}`);
      printed.mockRestore();
      await expect(command.run(['--not-there'])).rejects.toThrow(
        expect.objectContaining({ line: expect.stringContaining(`: localstack --app mine ${name}`) }),
      );
    },
  );
});
