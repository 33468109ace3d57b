import { connectionNames } from "@metermux/connections";
import { amberfloCustomerId, type Customer } from "@metermux/sandbox";
import type { UsageQuery } from "@metermux/usage";
import { commandLine } from "../formats/shell-quote.js";

/** What the demo asks one connection: what is meant is the same for all, and each vendor has its own ids for it. */
export interface DemoQuery {
  connection: string;
  meters?: readonly string[];
  customers?: readonly string[];
}

/** Days to ask for, as `--from` and `--to` take them. */
export interface Days {
  from: string;
  to: string;
}

/** As many as fit Metronome's rate: one request a customer and meter, at 8 a second. */
const askedCustomers = 3;

/**
 * The customer of the portal session and of the video account, and those that use most kinds of things beside it, so
 * that every meter has something to show.
 */
export function chooseCustomers<Choice extends Pick<Customer, "id" | "eventTypes">>(
  customers: readonly Choice[],
  shared: string,
): Choice[] {
  const first = ({ id }: Choice) => Number(id === shared);
  return [...customers]
    .sort((left, right) => first(right) - first(left) || right.eventTypes.length - left.eventTypes.length)
    .slice(0, askedCustomers);
}

/**
 * The queries of the demo, one for each connection: about these customers where it lists any, else about its own usage.
 *
 * @param portalMeters the meters to ask the portal for: a session cannot list them.
 */
export function demoQueries(
  customers: readonly Pick<Customer, "id" | "name">[],
  portalMeters: readonly string[],
): DemoQuery[] {
  const asked: Readonly<Record<string, Omit<DemoQuery, "connection">>> = {
    metronome: { customers: customers.map(({ id }) => id) },
    amberflo: { customers: customers.map(amberfloCustomerId) },
    "amberflo-portal": { meters: portalMeters },
  };
  return connectionNames.map((connection) => ({ connection, ...asked[connection] }));
}

/** The question for the facade. */
export function toUsageQuery({ connection, meters, customers }: DemoQuery, { from, to }: Days): UsageQuery {
  return { connections: [connection], meters, customers, start: from, end: to, window: "day" };
}

/**
 * The command that asks the same, for people to copy.
 *
 * @param command the words that start this command in the reader's shell.
 */
export function toCommand(
  { connection, meters, customers }: DemoQuery,
  days: Days,
  { command, format }: { command: readonly string[]; format: string },
): string {
  const words = [...command, "query", "--connection", connection, ...rangeWords(days)];
  for (const meter of meters ?? []) words.push("--meter", meter);
  for (const customer of customers ?? []) words.push("--customer", customer);
  return commandLine([...words, "--format", format]);
}

function rangeWords({ from, to }: Days): string[] {
  return ["--from", from, "--to", to, "--window", "day"];
}
