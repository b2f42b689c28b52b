import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pinnedNode } from '@serverless-orders/localstack';
import { inRoot } from '../../paths.ts';

/** Milliseconds of the processor; `warm` of each later invocation. */
export interface Measured {
  init: number;
  first: number;
  warm?: number;
  /** What the first invocation answered. */
  status: number | 'done';
}

/** Memory (MB) at which Lambda gives a function one whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const ONE_PROCESSOR_MB = 1769;

/** How much of a processor a function has while it answers; while it starts it has a whole one, whatever its memory. */
export const shareOf = (memoryMb: number): number => Math.min(1, memoryMb / ONE_PROCESSOR_MB);

/** What a caller waits for at a cold start, in ms: init by a whole processor, the first invocation by the share of its memory. */
export const coldMs = ({ init, first }: Measured, memoryMb: number): number =>
  init + first / shareOf(memoryMb);

/** Starts one environment in a fresh process. @throws Error when it does not answer. */
export async function startOnce(
  { bundle, event, warm = 0 }: { bundle: string; event: string; warm?: number },
  environment: Record<string, string>,
): Promise<Measured> {
  const child = spawn(
    pinnedNode(),
    [inRoot('bench', 'functions', 'environment.mjs'), bundle, event, String(warm)],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...environment } },
  );
  const [told, errors] = [child.stdio[3]!, child.stderr!].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${bundle} ended with ${code}: ${errors!().slice(-2_000)}`);
  return JSON.parse(told!()) as Measured;
}
