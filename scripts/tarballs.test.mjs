import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./environment.mjs";

// What somebody gets who installs a package of ours.

const folders = readdirSync(join(root, "packages"))
  .map((name) => join(root, "packages", name))
  .filter((folder) => existsSync(join(folder, "package.json")))
  .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }))
  .filter((manifest) => manifest.private !== true);

test("there are packages to publish", () => expect(folders.length).toBeGreaterThanOrEqual(7));

describe.each(folders)("the tarball of $name", ({ folder, license }) => {
  test("has the repository's licence", () => {
    const parameters = ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"];
    const { stdout } = spawnSync("npm", parameters, {
      cwd: folder,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const [{ files }] = JSON.parse(stdout);
    expect(files.map((/** @type {{ path: string }} */ { path }) => path)).toContain("LICENSE");
    expect(readFileSync(join(folder, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
    expect(license).toBe("MIT");
  });
});
