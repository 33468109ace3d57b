/** The command line as a function: what the `metermux` command runs. */
export type { Io } from "./io.js";
export { main } from "./program.js";
