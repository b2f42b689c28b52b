import { run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { ensurePythonProgram, pythonTool } from '../engine/python-environment.ts';
import { inPackage } from '../paths.ts';

/** See python-audit.in. */
const PIP_AUDIT = pythonTool('pip-audit', 'python-audit', 'pip_audit');

/** The locks from which this package installs Python programs. */
const LOCKS = ['localemu', 'localstack', 'python-quality', 'python-audit', 'uv-cli'];

/**
 * Asks PyPI's advisories about everything that this package installs from PyPI.
 *
 * @returns what pip-audit said, and whether it found nothing: a package that PyPI does not tell about counts as found.
 * @throws UserError when Python or pip-audit cannot be installed.
 */
export async function auditPython(report: Report): Promise<{ output: string; clean: boolean }> {
  const python = await ensurePythonProgram(PIP_AUDIT, { report });
  const locks = LOCKS.flatMap((name) => ['--requirement', inPackage('engine', `${name}.lock`)]);
  const { code, output } = await run(
    python,
    ['-m', 'pip_audit', '--require-hashes', '--disable-pip', '--strict', '--progress-spinner=off', ...locks],
    { cwd: inPackage() },
  );
  return { output, clean: code === 0 };
}
