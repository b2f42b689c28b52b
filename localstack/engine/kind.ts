import type { Report } from '@serverless-orders/command-line/progress';
import type { EngineCredentials } from './credentials.ts';
import type { EngineFolders } from './folders.ts';

/** What an engine is started from. */
export interface EngineCommand {
  command: string;
  args: string[];
  /** The whole environment: nothing is added from the developer's shell. */
  env: Record<string, string>;
  /** Symbolic links that have to be there before, by their paths in the engine's folder. */
  links?: Record<string, string>;
}

export interface CommandOptions {
  port: number;
  folders: EngineFolders;
  /** The key without which it is to answer nobody. */
  credentials: EngineCredentials;
  /** The file to which it writes what functions send to AWS. */
  requests?: string;
  /** Whether it holds calls to the IAM policies of those who make them, if it can. */
  enforceIam?: boolean;
  /** Whether the plugin's optimizations are left out, as in the release, but for one without which it hangs: for a bench. */
  unoptimized?: boolean;
  /** A module that every Node function imports before its own code. */
  functionImport?: string;
}

/** Something of AWS that an engine has not or has otherwise, and what that means for this program. */
export interface Lack {
  feature: string;
  effect: string;
}

/** What is asked of somebody else (Docker) because the system's tables of processes and ports do not tell it. */
export interface OutsideEngine {
  /** Whether it is this engine that listens on the port. */
  holds(port: number, folders: EngineFolders): Promise<boolean>;
  /** Ends it, if it is there. */
  end(folders: EngineFolders): Promise<void>;
}

/**
 * All that the manager needs to know of an engine: how it is installed, started and told healthy; and what people should
 * know of it. One file describes one kind, and nothing else asks which kind it is.
 */
export interface EngineKind {
  /** What ENGINE names it by. */
  id: string;
  title: string;
  /** What has to be on the machine for it, beside Node: the rest is installed. */
  needs: readonly string[];
  lacks: readonly Lack[];
  /** Installs it unless that was done; must be safe to be killed and repeated. Returns at once when all is there. */
  install(report: Report): Promise<void>;
  /** The command that runs it in the foreground, on loopback only, writing to the folders only, open to the key only. */
  command(options: CommandOptions): EngineCommand;
  /** Whether the engine at this endpoint answers whoever has its key as one that is ready. */
  isHealthy(endpoint: string, credentials: EngineCredentials): Promise<boolean>;
  /** Only for an engine that is no process of this checkout's, as in Docker. */
  outside?: OutsideEngine;
  /** Picks the line that says why it died out of its log. */
  reason(log: string): string | undefined;
}
