import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { fromStat, identify, isAlive } from './process.ts';

const stat = (name: string, state: string) => `812 (${name}) ${state} 1 812 812 ${'0 '.repeat(15)}4711 0 0`;

describe('fromStat', () => {
  it.each([
    ['an ordinary process', stat('node', 'S'), '4711'],
    ['a name with blanks and brackets', stat('a (b) c) d', 'R'), '4711'],
    ['a zombie', stat('node', 'Z'), undefined],
  ])('reads the start of %s', (_, text, started) => {
    expect(fromStat(text)).toBe(started);
  });
});

describe('identify', () => {
  it('tells this process', () => {
    const self = identify(process.pid);
    expect(self?.pid).toBe(process.pid);
    expect(isAlive(self!)).toBe(true);
  });

  it.each([0, 1, -1, 2 ** 30, Number.NaN])('knows no process %d', (pid) => {
    expect(identify(pid)).toBeUndefined();
  });

  it('does not take a recycled pid for the process that had it before', () => {
    expect(isAlive({ pid: process.pid, started: 'long ago' })).toBe(false);
  });

  it('sees that a process has ended', async () => {
    const child = spawn('sleep', ['60']);
    const identity = identify(child.pid!);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(isAlive(identity!)).toBe(false);
  });
});
