// What a vendor costs outside its own folders: `node scripts/vendor-cost.mjs VENDOR` prints the handwritten files there in
// which its name stands. A vendor's folders are its spec, client, adapter, sandbox rules and oracle subject.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./environment.mjs";
import { vendors } from "./vendors.mjs";

/** Tests, and programs and scenarios that only tests run; pages; what is generated. None of them makes a vendor work. */
const notCounted = [
  /\.(test|test-d|test-support)\.[^/]+$/,
  /^packages\/[^/]+\/test\//,
  /^packages\/e2e\/(runtimes|formats|arazzo)\//,
  /\.md$/,
  /(^|\/)pnpm-lock\.yaml$/,
  /\/src\/schema\.ts$/,
];

/** @param {string} vendor */
function isOwn(vendor) {
  const folders = [
    `specs/${vendor}/`,
    ...["", "usage/src/", "sandbox/src/"].map((room) => `packages/${room}${vendor}/`),
  ];
  const subject = `packages/e2e/src/oracle/${vendor}.ts`;
  return (/** @type {string} */ file) => file === subject || folders.some((folder) => file.startsWith(folder));
}

/**
 * The files outside a vendor's folders in which the first word of its name stands, in any case: so that every spelling of
 * the name counts.
 *
 * @param {string} vendor a folder of `specs`
 */
export function filesThatName(vendor) {
  const own = isOwn(vendor);
  const [word = vendor] = vendor.split("-");
  const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const files = tracked
    .toString()
    .split("\n")
    .filter((file) => file !== "");
  return files.filter((file) => {
    if (own(file) || notCounted.some((pattern) => pattern.test(file))) return false;
    return textOf(file).toLowerCase().includes(word);
  });
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    // Deleted and not committed yet.
    return "";
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , ...asked] = process.argv;
  for (const vendor of asked.length > 0 ? asked : vendors) {
    const files = filesThatName(vendor);
    console.log(`${vendor}: ${files.length} files outside its folders\n${files.map((file) => `  ${file}`).join("\n")}`);
  }
}
