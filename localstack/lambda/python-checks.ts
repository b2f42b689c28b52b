import { run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { LOCALEMU } from '../engine/localemu.ts';
import { ensurePythonProgram, pythonTool } from '../engine/python-environment.ts';
import { inPackage, inShared } from '../paths.ts';

/** ruff and mypy: see python-quality.in. */
const QUALITY = pythonTool('ruff and mypy', 'python-quality', 'mypy');

export interface PythonCheck {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

interface CheckOptions {
  report: Report;
  /** How long each check may take (ms). */
  timeoutMs: number;
}

/**
 * Checks the Python of this package: style as ruff.toml says, types as mypy.ini does, and its unit tests, which run in LocalEmu's
 * environment, since what they test is loaded into that. Each check is made, whatever failed before.
 *
 * @throws UserError when Python, ruff, mypy or LocalEmu cannot be installed.
 */
export async function checkPython({ report, timeoutMs }: CheckOptions): Promise<PythonCheck[]> {
  const quality = await ensurePythonProgram(QUALITY, { report });
  const engine = await ensurePythonProgram(LOCALEMU, { report });
  const cache = inShared('cache', 'python-quality');
  const python = (interpreter: string, ...args: string[]) =>
    run(interpreter, args, {
      cwd: inPackage(),
      env: {
        ...process.env,
        PYTHONPATH: inPackage('lambda', 'python'),
        PYTHONDONTWRITEBYTECODE: '1',
        RUFF_CACHE_DIR: cache,
        RUFF_NO_CACHE: 'false',
        MYPY_CACHE_DIR: cache,
        NO_COLOR: '1',
      },
      timeoutMs,
    });
  const checks: [title: string, interpreter: string, args: string[]][] = [
    ['ruff check', quality, ['-m', 'ruff', 'check', '--quiet']],
    ['ruff format', quality, ['-m', 'ruff', 'format', '--quiet', '--diff']],
    ['mypy', quality, ['-m', 'mypy', '--no-error-summary']],
    ['unittest', engine, ['-m', 'unittest', 'discover', '--start-directory', 'tests/python']],
  ];
  const results: PythonCheck[] = [];
  for (const [title, interpreter, args] of checks) {
    const { code, output, timedOut } = await python(interpreter, ...args);
    const said = timedOut ? `${output}\n${title} ran out of time` : output;
    results.push({ title, ...counted(said, code), output: code === 0 ? '' : said });
  }
  return results;
}

/** A check counts as one test; unittest says how many it ran, and one that ran none has failed. */
function counted(output: string, code: number): { passed: number; failed: number } {
  const [, ran] = /^Ran (\d+) tests?/m.exec(output) ?? [];
  if (ran === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const failures = [...output.matchAll(/\b(?:failures|errors)=(\d+)/g)].map(([, count]) => Number(count));
  const failed = failures.reduce((sum, count) => sum + count, 0);
  if (code !== 0 || ran === '0')
    return { passed: Math.max(0, Number(ran) - failed), failed: Math.max(1, failed) };
  return { passed: Number(ran), failed: 0 };
}
