import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";

/**
 * Every file below a folder, sorted, with `/` between its folders.
 *
 * @param {string} folder
 * @returns {string[]} relative to the folder.
 */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, `${entry.parentPath}${sep}${entry.name}`).replaceAll(sep, "/"))
    .sort();
}
