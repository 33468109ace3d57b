// The vendors of the repository, read from its folders: each has a spec and a client of the same name.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

/**
 * The names of the folders in a folder of the repository, in the order of the alphabet.
 *
 * @param {string} folder
 */
export function foldersOf(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The folders of `specs` that have a client in `packages`. */
export const vendors = foldersOf("specs").filter((name) => existsSync(join(root, "packages", name, "package.json")));
