import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const MODULE = JSON.stringify(new URL('./output.ts', import.meta.url).href);

/** Runs a program of Lambda's, which writes by `writeOutput`, and reads what it writes once it has written all. */
async function written(program: string, { closed = false } = {}) {
  const code = `import { holdOutput, releaseOutput, writeOutput } from ${MODULE}; ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  if (closed) child.stdout.destroy();
  else child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
  const [exit] = await once(child, 'close');
  return { text, exit };
}

describe('the output of a function in Lambda', () => {
  it('has lines in the order in which they were written, and leaves process.stdout alone', async () => {
    const program = `
      let asked = false;
      const { get } = Object.getOwnPropertyDescriptor(process, 'stdout');
      Object.defineProperty(process, 'stdout', { get: () => { asked = true; return get.call(process); } });
      writeOutput('one\\n'); writeOutput('zwei: ü…\\n'); writeOutput(asked + '\\n');`;
    expect(await written(program)).toEqual({ text: 'one\nzwei: ü…\nfalse\n', exit: 0 });
  });

  it('is whole where the pipe is full and does not block: what comes first stays first', async () => {
    const lines = 300;
    // Whoever uses process.stdout once has made the pipe one that does not block.
    const program = `
      process.stdout.write('');
      for (let at = 0; at < ${lines}; at += 1) writeOutput(String(at).padEnd(3_000, 'ü') + '\\n');`;
    const { text, exit } = await written(program);
    const numbers = text.split('\n').map((line) => Number.parseInt(line, 10));
    expect(exit).toBe(0);
    expect(numbers.slice(0, -1)).toEqual(Array.from({ length: lines }, (_, at) => at));
    expect(text.length).toBe(lines * 3_001);
  });

  it('is written at once where it is held, in its order, and as before afterwards', async () => {
    const program = `
      const { default: fs } = await import('node:fs');
      const { syncBuiltinESMExports } = await import('node:module');
      const { writeSync } = fs;
      let writes = 0;
      fs.writeSync = (...all) => { writes += 1; return writeSync(...all); };
      syncBuiltinESMExports();
      writeOutput('one\\n'); holdOutput(); writeOutput('two\\n'); writeOutput('three\\n'); releaseOutput(); releaseOutput();
      writeOutput(writes + '\\n');`;
    expect((await written(program)).text).toBe('one\ntwo\nthree\n2\n');
  });

  it('may be closed', async () => {
    expect(await written("writeOutput('one\\n'); writeOutput('two\\n');", { closed: true })).toMatchObject({
      exit: 0,
    });
  });
});
