// One contender in a process of its own: takes a task as JSON, prints what it measured as JSON.
import Big from "big.js";
import type { Reading } from "./contenders/contender.js";
import { type ContenderName, contenders } from "./contenders/index.js";

/** What a process is to do. */
export interface Task {
  readonly contender: ContenderName;
  readonly reading: Reading;
  /** Read first and not measured, so that code is compiled and the connection open. */
  readonly warmUp?: Reading;
  /** Whether to add up every value, which takes its time. */
  readonly sum?: boolean;
}

/** What came of it. Times are milliseconds. */
export interface Measured {
  readonly rows: number;
  readonly ms: number;
  /** From the question to the first row. */
  readonly firstRowMs: number;
  /** Processor time of this process, user and system. */
  readonly cpuMs: number;
  /** The most memory that the process held, in MiB. */
  readonly peakMiB: number;
  /** The exact sum of the values as they came; where doubles came, of those. */
  readonly sum?: string;
  /** The exact sum of the values as doubles. */
  readonly sumOfDoubles?: string;
}

const task: Task = JSON.parse(process.argv[2] ?? "");
const { read } = await contenders[task.contender].load();
if (task.warmUp !== undefined) await read(task.warmUp, () => {});

let rows = 0;
let firstRowMs = 0;
let sum = new Big(0);
let sumOfDoubles = new Big(0);
const cpu = process.cpuUsage();
const start = performance.now();
const add = (value: string | number | null): void => {
  if (value === null) return;
  sum = sum.plus(value);
  sumOfDoubles = sumOfDoubles.plus(Number(value));
};
await read(task.reading, (value) => {
  if (rows === 0) firstRowMs = performance.now() - start;
  rows += 1;
  if (task.sum) add(value);
});
const ms = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
const measured: Measured = {
  rows,
  ms,
  firstRowMs,
  cpuMs: (user + system) / 1000,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  ...(task.sum && { sum: sum.toFixed(), sumOfDoubles: sumOfDoubles.toFixed() }),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
