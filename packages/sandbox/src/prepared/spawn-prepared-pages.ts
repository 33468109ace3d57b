import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { PreparedPagesOptions } from "./options.js";
import type { PreparedCounts, PreparedPages } from "./prepared-pages.js";

/** What the process of prepared pages says: where it listens, why it does not, or its counts. */
export type Said =
  | { readonly connection: PreparedPages["connection"] }
  | { readonly failure: string }
  | { readonly counts: PreparedCounts };

/** What it is told. */
export type Told = { readonly start: PreparedPagesOptions } | "count";

/**
 * As {@link startPreparedPages}, in a process of its own, so that the work of answering is not measured as the client's.
 * The process ends with `close()`, or when this one ends.
 *
 * @throws Error when it could not start
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
      if (!("counts" in counted)) throw new Error("no counts came");
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
