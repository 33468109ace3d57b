import type { Io } from "../io.js";

/** What a command is declared with. */
export interface CommandContext {
  io: Io;
  /** Where a command that does not fail says how it ended. */
  outcome: { exitCode: number };
}
