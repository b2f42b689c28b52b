import { describe, expect, it } from 'vitest';
import { run } from './process-run.ts';

const node = (script: string, options = {}) => run(process.execPath, ['-e', script], options);

describe('run', () => {
  it.each([
    ['ends well', "console.log('a'); console.error('b')", { code: 0, stdout: 'a\n', timedOut: false }],
    ['fails', "console.log('a'); process.exit(3)", { code: 3, stdout: 'a\n', timedOut: false }],
    ['is killed', "process.kill(process.pid, 'SIGKILL')", { code: 1, timedOut: false }],
  ])('tells of a command that %s', async (_, script, result) => {
    expect(await node(script)).toMatchObject(result);
  });

  it('tells of a command that is not there', async () => {
    expect(await run('/nowhere/command', [])).toMatchObject({
      code: 1,
      output: expect.stringContaining('ENOENT'),
    });
  });

  it('ends a command that takes too long', async () => {
    expect(await node('setInterval(() => {}, 1000)', { timeoutMs: 300 })).toMatchObject({ timedOut: true });
  });

  it('gives the lines as they come, whole, the last one too', async () => {
    const lines: string[] = [];
    await node("process.stdout.write('one\\ntw'); setTimeout(() => process.stdout.write('o\\nthree'), 50)", {
      onLine: (line: string) => lines.push(line),
    });
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  it('gives it no input to wait for', async () => {
    expect(await node("process.stdin.on('end', () => console.log('end')).resume()")).toMatchObject({
      stdout: 'end\n',
    });
  });
});
