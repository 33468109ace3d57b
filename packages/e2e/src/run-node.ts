import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.js";

/** A program that lists Metronome's customers and prints their number, or the code of the error. */
export const askMetronome = `
const { createMetronome, unwrap } = await import("@metermux/metronome");
const { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl } = process.env;
await unwrap(createMetronome({ token, baseUrl, retries: 0 }).GET("/v1/customers")).then(
  ({ data }) => console.log(data.length),
  ({ code, message }) => console.log(code, message),
);
process.exit(0);
`;

/** Runs an ES module from this package's folder in a separate process and returns its output. */
export async function runNode(source: string, env: Readonly<Record<string, string>>): Promise<string> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout, stderr } = await runProgram(["--input-type=module", "-e", source], env, cwd);
  return (stdout + stderr).trim();
}
