import { accessSync, constants } from "node:fs";
import { delimiter, join, sep } from "node:path";
import type { Environment } from "@metermux/connections";

/**
 * The words that start this command again in the reader's own shell: `metermux` where it is installed, `npx metermux`
 * under npx, `pnpm metermux` in the repository, and npx with pnpm's version where pnpm is not installed.
 *
 * @param exists whether a path is a program; for tests.
 */
export function invocation(environment: Environment, exists: (path: string) => boolean = isProgram): string[] {
  const [, manager, version] = /^(pnpm|npm)\/(\S+)/.exec(environment.npm_config_user_agent ?? "") ?? [];
  if (manager === "npm") return environment.npm_command === "exec" ? ["npx", "metermux"] : ["metermux"];
  if (manager !== "pnpm") return ["metermux"];
  // Folders that package managers add for the time of a run are not on the reader's own path.
  const own = (environment.PATH ?? "").split(delimiter).filter((folder) => !folder.split(sep).includes("node_modules"));
  return own.some((folder) => exists(join(folder, "pnpm")))
    ? ["pnpm", "metermux"]
    : ["npx", `pnpm@${version}`, "metermux"];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
