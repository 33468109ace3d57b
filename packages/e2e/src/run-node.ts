import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.js";

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
export async function runNode(source: string, env: Readonly<Record<string, string>>): Promise<string> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout, stderr } = await runProgram(["--input-type=module", "-e", source], env, cwd);
  return (stdout + stderr).trim();
}
