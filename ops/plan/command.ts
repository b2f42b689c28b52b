import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { dryRun, nameOf } from '@serverless-orders/localstack';
import { refuseMistyped } from '@serverless-orders/stages/known-stages';
import { isLocalStage } from '@serverless-orders/stages/stage';
import { inRoot, places, root } from '../../paths.ts';
import { configOf, stages } from '../../stages.ts';
import { APP } from '../stage/access.ts';
import { changedLines } from './changed-lines.ts';
import { PLAN_SETTINGS } from './plan-settings.ts';
import type { Broken } from './rules/rule.ts';
import { allBroken, RULES, RULES_OF_ALL } from './rules/rules.ts';
import { summaryOf } from './summary.ts';

/** What a deployment of a stage would make. */
interface Plan {
  lines: string[];
  broken: Broken[];
}

/**
 * `npm run plan -- [write|check] [--stage production]`: what a deployment would make, without an account and without an engine, and
 * which rules it breaks. What a stage is made of is checked in, so that a change of it shows in review.
 */
export const plan = command({
  name: 'plan',
  summary:
    'what a stage in AWS would be made of, and which rules it breaks, without an account (-- write, -- check)',
  stage: {
    help: 'the stage in AWS',
    fallback: () => 'production',
    async check(stage, name) {
      await refuseMistyped(stage, root);
      if (isLocalStage(stage))
        throw new UserError(`${name} is about stages in AWS, and ${stage} is none`, 'name one of stages.ts');
      if (configOf(stage) === undefined)
        throw new UserError(
          `stages.ts has no stage ${stage}, and ${name} is about what a file says`,
          `name one of ${stages.join(', ')}, or add yours`,
        );
    },
  },
  actions: {
    '': action({ help: 'prints it', json: true, run: print }),
    write: action({ help: 'writes it to the file that is checked in', json: true, run: write }),
    check: action({ help: 'says whether that file tells the truth', json: true, run: check }),
  },
});

/** Where a stage's plan is checked in. */
export const planFile = (stage: string): string => inRoot('stages', `${stage}.plan.txt`);

async function made(stage: string): Promise<Plan> {
  const { resources } = await dryRun({ places, stage, settings: PLAN_SETTINGS });
  // A stage whose data nobody would miss has to keep to less.
  const rules = configOf(stage)?.keepsData ? RULES : RULES_OF_ALL;
  return { lines: summaryOf(stage, resources, APP), broken: allBroken(rules, resources) };
}

async function print({ stage }: Request): Promise<Output> {
  const { lines, broken } = await made(stage);
  return told({ lines: [...lines, ''], broken, document: { stage, plan: lines } });
}

async function write({ stage }: Request): Promise<Output> {
  const { lines, broken } = await made(stage);
  const file = planFile(stage);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return told({ lines: [`written to ${file}`], broken, document: { stage, file } });
}

async function check({ stage }: Request): Promise<Output> {
  const file = planFile(stage);
  const before = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const { lines, broken } = await made(stage);
  const changes = changedLines(before, lines);
  return told({
    lines:
      changes.length === 0
        ? [`stages/${stage}.plan.txt is what would be made`]
        : [...changes, `stages/${stage}.plan.txt is stale: npm run plan -- write --stage ${stage}`],
    broken,
    document: { stage, changes },
    stale: changes.length > 0,
  });
}

interface Told {
  lines: string[];
  broken: Broken[];
  document: object;
  stale?: boolean;
}

function told({ lines, broken, document, stale = false }: Told): Output {
  const faults = broken.map(({ rule, urn, fault }) => ({
    rule: rule.name,
    resource: nameOf(urn),
    fault,
    because: rule.because,
    remedy: rule.remedy,
  }));
  return {
    lines: [
      ...lines,
      ...faults.flatMap(({ rule, resource, fault, because, remedy }) => [
        `✗ ${rule}: ${resource} ${fault}`,
        `    because ${because}`,
        `    → ${remedy}`,
      ]),
      faults.length === 0 ? 'no rule is broken' : `${faults.length} times a rule is broken`,
    ],
    document: { ...document, broken: faults },
    code: faults.length > 0 || stale ? 1 : 0,
  };
}
