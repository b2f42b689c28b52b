import { describe, expect, it, vi } from 'vitest';
import { remembering } from './remembered-tokens.ts';

const NOW = 1_790_000_000;

/** Tokens are `<user> <good until>`. */
function verifying(most?: number) {
  let now = NOW;
  const verify = vi.fn(async (token: string) => {
    const [id = '', until] = token.split(' ');
    if (id === 'forged' || Number(until) <= now) throw new Error('not good');
    return { caller: { id, roles: ['customer' as const], signedInAt: NOW }, until: Number(until) };
  });
  const pass = (seconds: number) => {
    now += seconds;
  };
  const remembered = remembering(verify, { most, now: () => now * 1000 + 999 });
  return { verify, remembered, pass };
}

describe('a verified token', () => {
  it('is verified once, and again when it is no longer good', async () => {
    const { verify, remembered, pass } = verifying();
    const token = `ada ${NOW + 10}`;
    expect((await remembered(token)).id).toBe('ada');
    pass(9);
    expect((await remembered(token)).id).toBe('ada');
    expect(verify).toHaveBeenCalledTimes(1);
    pass(1);
    await expect(remembered(token)).rejects.toThrow('not good');
    await expect(remembered(token)).rejects.toThrow('not good');
  });

  it('is nobody else’s, and one that was refused is refused again', async () => {
    const { verify, remembered } = verifying();
    expect((await remembered(`ada ${NOW + 10}`)).id).toBe('ada');
    expect((await remembered(`ada ${NOW + 11}`)).id).toBe('ada');
    expect((await remembered(`bob ${NOW + 10}`)).id).toBe('bob');
    await expect(remembered(`forged ${NOW + 10}`)).rejects.toThrow('not good');
    await expect(remembered(`forged ${NOW + 10}`)).rejects.toThrow('not good');
    expect(verify).toHaveBeenCalledTimes(5);
  });

  it('is forgotten when there are too many, the oldest first', async () => {
    const { verify, remembered } = verifying(2);
    for (const id of ['ada', 'bob', 'cy', 'cy', 'bob', 'ada']) await remembered(`${id} ${NOW + 10}`);
    expect(verify.mock.calls.map(([token]) => token.split(' ')[0])).toEqual(['ada', 'bob', 'cy', 'ada']);
  });

  it('gives a caller whom nobody can change for the next request', async () => {
    const { remembered } = verifying();
    const caller = await remembered(`ada ${NOW + 10}`);
    expect(() => Object.assign(caller, { id: 'bob' })).toThrow(TypeError);
    expect(() => caller.roles.push('staff')).toThrow(TypeError);
  });
});
