import type { Report } from '../progress.ts';
import type { EngineFolders } from './folders.ts';

/** What an engine is started from. */
export interface EngineCommand {
  command: string;
  args: string[];
  /** The whole environment: nothing is added from the developer's shell. */
  env: Record<string, string>;
}

/**
 * All that the manager needs to know of an engine: how it is installed, started and told healthy. One file
 * describes one kind, and nothing else asks which kind it is.
 */
export interface EngineKind {
  /** What ENGINE names it by. */
  id: string;
  title: string;
  /** Installs it unless that was done; must be safe to be killed and repeated. Returns at once when all is there. */
  install(report: Report): Promise<void>;
  /** The command that runs it in the foreground, on loopback only, writing to the folders only. */
  command(options: { port: number; folders: EngineFolders }): EngineCommand;
  /** Whether the engine at this endpoint answers as one that is ready. */
  isHealthy(endpoint: string): Promise<boolean>;
  /** Picks the line that says why it died out of its log. */
  reason(log: string): string | undefined;
}
