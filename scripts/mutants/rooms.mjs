import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow } from "./files-below.mjs";

/**
 * The rooms that are mutated: every folder in the src of the published client and facade packages, with its own files.
 * Generated files, tests and test support are excluded.
 *
 * @param {string} root the repository's folder.
 * @returns {{ name: string, room: string, folder: string, files: string[] }[]} `folder` of the package, `files` in it.
 */
export function roomsOf(root) {
  const packages = join(root, "packages");
  return readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name);
    if (!isLibrary(folder)) return [];
    /** @type {Map<string, string[]>} */
    const rooms = new Map();
    for (const file of filesBelow(join(folder, "src"))) {
      if (!file.endsWith(".ts") || /\.(test|test-d|test-support)\.ts$|(^|\/)schema\.ts$|^testing\//.test(file))
        continue;
      const room = dirname(file) === "." ? "src" : dirname(file);
      rooms.set(room, [...(rooms.get(room) ?? []), join("src", file)]);
    }
    return [...rooms].map(([room, files]) => ({ name, room, folder, files }));
  });
}

/** @param {string} folder */
function isLibrary(folder) {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  const { private: isPrivate, dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
  // The transport, the clients and the facade; the sandbox and the command are tested end to end.
  return (
    !isPrivate && (folder.endsWith("http") || Object.hasOwn(dependencies, "openapi-fetch") || folder.endsWith("usage"))
  );
}
