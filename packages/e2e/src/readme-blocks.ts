import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A fenced block of a README. */
export interface Block {
  /** For example `packages/usage/README.md`. */
  file: string;
  language: string;
  /** The second word of the fence, which identifies the block for a test. */
  label: string;
  text: string;
}

/** Every fenced block of the repository's README and of each package's, and of its pages. */
export function readmeBlocks(): Block[] {
  const packages = readdirSync(`${root}/packages`).flatMap((name) => [
    `packages/${name}/README.md`,
    ...pagesOf(`packages/${name}/docs`),
  ]);
  const files = ["README.md", "specs/README.md", ...packages].filter((file) => existsSync(`${root}/${file}`));
  return files.flatMap((file) => {
    const fences = readFileSync(`${root}/${file}`, "utf8").matchAll(/^```(\w*) ?(\w*)\n([\s\S]*?)^```$/gm);
    return [...fences].map(([, language = "", label = "", text = ""]) => ({ file, language, label, text }));
  });
}

function pagesOf(folder: string): string[] {
  if (!existsSync(`${root}/${folder}`)) return [];
  return readdirSync(`${root}/${folder}`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

/** The commands of a shell block: lines joined at backslashes and pipes, without comments. */
export function shellCommands(text: string): string[] {
  const lines = text
    .replace(/\\\n\s*/g, "")
    .replace(/\|\n\s*/g, "| ")
    .split("\n");
  return lines.map((line) => line.replace(/(^|\s)#.*$/, "").trim()).filter((line) => line !== "");
}

/** The scripts of the root package. */
export function rootScripts(): string[] {
  return Object.keys(JSON.parse(readFileSync(`${root}/package.json`, "utf8")).scripts);
}
