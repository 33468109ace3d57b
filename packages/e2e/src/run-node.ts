import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A program that asks Metronome for its customers and prints how many there are, or the code of the error. */
export const askMetronome = `
const { createMetronome, unwrap } = await import("@metermux/metronome");
const { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl } = process.env;
await unwrap(createMetronome({ token, baseUrl, retries: 0 }).GET("/v1/customers")).then(
  ({ data }) => console.log(data.length),
  ({ code, message }) => console.log(code, message),
);
process.exit(0);
`;

/** Runs an ES module of this package's surroundings in a process of its own; gives what it printed. */
export function runNode(source: string, env: Readonly<Record<string, string>>): Promise<string> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on("close", () => resolve(output.trim())));
}
