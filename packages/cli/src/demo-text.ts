import { commandLine } from "./shell-quote.js";
import type { SummaryLine } from "./summary.js";
import { noData } from "./usage-table.js";

/** What the demo asks, for the words around its table. */
export interface Asked {
  seed: number;
  now: string;
  from: string;
  to: string;
  days: number;
  customers: readonly { id: string; name: string }[];
  knownCustomers: number;
}

/** As many as fit the vendor's rate: one request a customer and meter, at 8 a second. */
const askedCustomers = 3;

/** The customers that use most kinds of things, so that every meter has something to show. */
export function chooseCustomers<Customer extends { eventTypes: readonly string[] }>(
  customers: readonly Customer[],
): Customer[] {
  return [...customers]
    .sort((left, right) => right.eventTypes.length - left.eventTypes.length)
    .slice(0, askedCustomers);
}

/** What is going to be asked: said before the answer, which takes seconds at the vendor's rate. */
export function introduction({ seed, now, from, to, days, customers, knownCustomers }: Asked): string {
  return `
Invented data: a sandbox on this machine plays Metronome (seed ${seed}, now ${now}).

Asking for the last ${days} whole days, ${from} to ${to} (end exclusive, UTC), window day,
of ${customers.length} of the ${knownCustomers} customers: ${customers.map(({ name }) => name).join(", ")}.
The vendor allows 8 requests a second, so it takes some seconds.

`;
}

/** How to read the table, and how to get its rows again. */
export function reproduction(
  { seed, now, from, to, customers }: Asked,
  rows: number,
  largest: SummaryLine | undefined,
): string {
  const metermux = ["pnpm", "metermux"];
  const query = [...metermux, "query", "--connection", "metronome", "--from", from, "--to", to, "--window", "day"];
  for (const { id } of customers) query.push("--customer", id);
  const digits = largest && `The table of ${largest.meterName ?? largest.meterId}, beyond 2^53 and with every digit:`;
  const large = largest && [...query, "--meter", largest.meterId, "--format", "table"];
  return `${rows} rows through the facade. ${noData} and a gap in a chart mean no data, which is not zero. Every value keeps all its digits.

The same rows again (without pnpm, say npx pnpm@12.21.0 in its place). In one terminal, until Ctrl-C:

  ${commandLine([...metermux, "sandbox", "--seed", String(seed), "--now", now])}

In another, paste the export lines which that prints, and then:

  ${commandLine([...query, "--format", "ndjson"])}
${digits ? `\n${digits}\n` : ""}${large ? `\n  ${commandLine(large)}\n` : ""}`;
}
