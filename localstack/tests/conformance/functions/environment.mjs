import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';

let invocations = 0;
let ticks = 0;

export const all = async () => ({ ...process.env });
export const folders = async () => ({
  cwd: process.cwd(),
  root: process.env.LAMBDA_TASK_ROOT,
  files: readdirSync('.').sort(),
});
export const count = async ({ fail, exit }) => {
  invocations += 1;
  if (fail) throw new Error('handled');
  if (exit) process.exit(1);
  return invocations;
};
export const temporary = async ({ write }) => {
  const file = `${process.env.TMPDIR}/kept`;
  const before = existsSync(file);
  if (write) writeFileSync(file, 'x');
  return before;
};
export const identity = async ({ ms = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return { pid: process.pid, temporary: process.env.TMPDIR };
};
export const tick = async ({ start }) => {
  if (start) setInterval(() => (ticks += 1), 20).unref();
  return ticks;
};
export const child = async () => {
  const started = spawn('sleep', ['600'], { stdio: 'ignore' });
  mkdirSync(`${process.env.TMPDIR}/${started.pid}`);
  console.log(`child ${started.pid}`);
  for (;;);
};
export const trace = async (_event, context) => ({
  env: process.env._X_AMZN_TRACE_ID,
  context: context.xRayTraceId,
});
export const own = async ({ ms = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return process.env.OWN;
};
export const version = async () => ({ node: process.versions.node, platform: process.env.AWS_EXECUTION_ENV });
