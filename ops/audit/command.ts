import { writeFileSync } from 'node:fs';
import { optional } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output } from '@serverless-orders/command-line/declaration';
import { run } from '@serverless-orders/command-line/process-run';
import { type Report, runSteps, type Step } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { auditPython } from '@serverless-orders/localstack';
import { root } from '../../paths.ts';
import { ALLOWED, isAllowed, shippedPackages } from './licences.ts';
import { ensureGitleaks, findSecrets } from './secrets.ts';

/** `npm run audit`: what this project is made of, and whether anything of it is known to be vulnerable, forbidden or secret. */
export const audit = command({
  name: 'audit',
  summary: 'looks for known vulnerabilities, licences that are not allowed, and secrets; writes an SBOM',
  localOnly: true,
  actions: {
    vulnerabilities: action({
      help: 'asks the registries of npm and PyPI about every package of the locks',
      run: findVulnerabilities,
    }),
    licences: action({
      help: 'lists the licences of what is shipped',
      json: true,
      run: async () => licences(),
    }),
    secrets: action({ help: 'looks through every commit (gitleaks, built by Go)', run: secrets }),
    sbom: action({
      help: 'prints a bill of materials of what is shipped (CycloneDX, by npm)',
      options: { output: optional('file', 'is written instead') },
      run: ({ output }) => sbom(output),
    }),
  },
});

/** The lowest severity that fails: of what is below it, most has no way to be reached here. */
const SEVERITY = 'high';

async function findVulnerabilities(): Promise<number> {
  const found: string[] = [];
  const ask = (
    title: string,
    look: (report: Report) => Promise<{ output: string; clean: boolean }>,
  ): Step => ({
    title,
    run: async (report) => {
      const { output, clean } = await look(report);
      if (clean) return;
      found.push(`── ${title} ──\n${output.trim()}`);
      throw new Error('see below');
    },
  });
  await runSteps([ask('npm: packages', auditNpm), ask('PyPI: engines and tools', auditPython)], {
    keepGoing: true,
  });
  console.log(found.length > 0 ? found.join('\n') : `nothing of severity ${SEVERITY} or above is known`);
  return found.length > 0 ? 1 : 0;
}

async function auditNpm(): Promise<{ output: string; clean: boolean }> {
  const { code, output } = await run('npm', ['audit', `--audit-level=${SEVERITY}`, '--loglevel=warn'], {
    cwd: root,
  });
  return { output, clean: code === 0 };
}

function licences(): Output {
  const packages = shippedPackages();
  const forbidden = packages.filter(({ licence }) => !isAllowed(licence));
  const names = [...new Set(packages.map(({ licence }) => licence))].sort();
  const count = (name: string) => packages.filter(({ licence }) => licence === name).length;
  return {
    lines: [
      ...names.map((name) => `${name.padEnd(32)}${count(name)}`),
      ...forbidden.map(({ name, version, licence }) => `not allowed: ${name} ${version}: ${licence}`),
      `${packages.length} packages are shipped, ${forbidden.length} of them under another licence than ${ALLOWED.join(', ')}`,
    ],
    document: { packages, forbidden },
    code: forbidden.length > 0 ? 1 : 0,
  };
}

async function secrets(): Promise<number> {
  let program = '';
  await runSteps([
    {
      title: 'gitleaks',
      run: async () => {
        program = await ensureGitleaks();
      },
    },
  ]);
  const { output, clean } = await findSecrets(program);
  console.log(output.trimEnd());
  console.log(
    clean ? 'no commit holds a secret' : 'change what was found, then list it or rewrite the commit',
  );
  return clean ? 0 : 1;
}

/** npm reads the lock alone, so that the document does not depend on what is installed. @throws UserError when npm fails. */
async function sbom(file: string | undefined): Promise<number> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const { code, stdout, output } = await run('npm', args, { cwd: root });
  if (code !== 0) throw new UserError('npm could not write the bill of materials', output.trim());
  if (file === undefined) process.stdout.write(stdout);
  else {
    writeFileSync(file, stdout);
    console.log(`${file} lists ${JSON.parse(stdout).components.length} components`);
  }
  return 0;
}
