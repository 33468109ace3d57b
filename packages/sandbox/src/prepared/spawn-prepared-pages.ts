import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { PreparedPagesOptions } from "./options.js";
import type { PreparedCounts, PreparedPages } from "./prepared-pages.js";

/** A message of the child process: its address, its failure, or its counts. */
export type Said =
  | { readonly connection: PreparedPages["connection"] }
  | { readonly failure: string }
  | { readonly counts: PreparedCounts };

/** A message to the child process. */
export type Told = { readonly start: PreparedPagesOptions } | "count";

/**
 * Like {@link startPreparedPages}, in a separate process, so that the server's work is not measured as the client's.
 * The process ends with `close()`, or when this one ends.
 *
 * @throws Error when the process does not start
 */
export async function spawnPreparedPages(options: PreparedPagesOptions = {}): Promise<PreparedPages> {
  const child = fork(new URL("./child.js", import.meta.url), { execArgv: [], serialization: "advanced" });
  const exited = once(child, "exit");
  const answer = async (told: Told): Promise<Said> => {
    const heard = nextMessage(child);
    child.send(told);
    return heard;
  };
  const close = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  const said = await answer({ start: options });
  if (!("connection" in said)) {
    await close();
    throw new Error(`prepared pages did not start: ${"failure" in said ? said.failure : "no connection"}`);
  }
  return {
    connection: said.connection,
    counts: async () => {
      const counted = await answer("count");
      if (!("counts" in counted)) throw new Error("the process sent no counts");
      return counted.counts;
    },
    close,
  };
}

function nextMessage(child: ChildProcess): Promise<Said> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`the process of prepared pages ended with ${code}`));
    child.once("exit", gone);
    child.once("message", (said: Said) => {
      child.off("exit", gone);
      resolve(said);
    });
  });
}
