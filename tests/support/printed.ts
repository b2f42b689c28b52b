import type { Command } from '@serverless-orders/command-line/command';
import { vi } from 'vitest';

/** Runs a command as a person does: its exit code, and what it printed, which is shown nowhere. */
export async function printedBy(
  command: Command,
  ...words: string[]
): Promise<{ code: number; printed: string }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  try {
    const code = await command.run(words);
    return { code, printed: lines.join('\n') };
  } finally {
    log.mockRestore();
  }
}
