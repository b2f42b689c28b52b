import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { ensurePythonProgram, pythonTool } from '../engine/python-environment.ts';
import { inPackage } from '../paths.ts';
import type { Template } from './cloudformation.ts';
import type { NamedPolicy } from './policies.ts';

/** botocore, cfn-lint and parliament: see aws-models.in. */
const MODELS = pythonTool("AWS's models", 'aws-models', 'parliament');

/** How long one question may take (ms). */
const LIMIT_MS = 5 * 60_000;

export interface RequestsReport {
  requests: number;
  /** How many requests each sender sent. */
  senders: Record<string, number>;
  /** How often each operation was called. */
  operations: Record<string, number>;
  /** How many members, patterns, enums and bounds were checked. */
  lookedAt: Record<string, number>;
  /** Each kind of fault once. */
  faults: { at: string; fault: string; times: number; example: string }[];
  /** Patterns of the models that could not be compiled, and so were not checked. */
  unreadPatterns: string[];
}

/** What cfn-lint has found: the rule, the resource by its name, the property, and what is wrong with it. */
export interface TemplateFinding {
  rule: string;
  resource: string;
  at: string;
  message: string;
}

/** What parliament has found in a policy. */
export interface PolicyFinding {
  of: string;
  issue: string;
  detail: string;
}

/** The most resources in one CloudFormation template. */
const MOST_RESOURCES = 500;

/**
 * Installs the models if need be, and returns the checks.
 *
 * @throws UserError when they cannot be installed.
 */
export async function awsModels({ report }: { report: Report }) {
  const python = await ensurePythonProgram(MODELS, { report });
  const env = {
    ...process.env,
    PYTHONPATH: inPackage('aws-models', 'python'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONWARNINGS: 'ignore',
    AWS_DATA_PATH: '',
  };
  const ask = async <Answer>(module: string, files: readonly string[]): Promise<Answer> => {
    const args = ['-m', `aws_models.${module}`, ...files];
    const { code, stdout, output } = await run(python, args, { env, timeoutMs: LIMIT_MS });
    if (code !== 0) throw new Error(`aws_models.${module} failed\n${output}`);
    return JSON.parse(stdout) as Answer;
  };
  return {
    /** Checks the requests in files, a line of JSON each, by botocore's models. */
    requests: (files: readonly string[]) => ask<RequestsReport>('requests', files),

    /** Lints the resources of a deployment by their schemas, in two processes at once. */
    templates: (template: Template) =>
      inFolder(async (write) => {
        const resources = Object.entries(template.Resources);
        const parts = Math.max(2, Math.ceil(resources.length / MOST_RESOURCES));
        const files = Array.from({ length: parts }, (_, part) =>
          write({
            ...template,
            Resources: Object.fromEntries(resources.filter((_one, at) => at % parts === part)),
          }),
        );
        return (await Promise.all(files.map((file) => ask<TemplateFinding[]>('templates', [file])))).flat();
      }),

    /** Checks that the actions of policies exist and fit their resources. */
    policies: (policies: readonly NamedPolicy[]) =>
      inFolder((write) => ask<PolicyFinding[]>('policies', [write(policies)])),
  };
}

/** Runs `work` with a function that writes temporary files, and removes them afterwards. */
async function inFolder<T>(work: (write: (content: unknown) => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-models-'));
  let count = 0;
  const write = (content: unknown) => {
    count += 1;
    const file = join(folder, `${count}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  try {
    return await work(write);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
