// The entry on runtimes with a command line: `<runtime> start.mjs <the driver's address>`.
import process from "node:process";
import { run } from "./program.js";

await run(process.argv[2] ?? "");
