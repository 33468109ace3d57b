import { connectionList, connectionNames } from "@metermux/connections";
import { commandLine } from "../formats/shell-quote.js";
import { noData } from "../formats/usage-table.js";
import { type Days, type DemoQuery, toCommand } from "./demo-queries.js";

/** What the demo asks, for the words around its tables. */
export interface Asked extends Days {
  seed: number;
  now: string;
  days: number;
  /** The first is the one of the portal session and of the video account. */
  customers: readonly { id: string; name: string }[];
  knownCustomers: number;
}

/** What is going to be asked: said before the answer, which takes seconds at the vendors' rates. */
export function introduction({ seed, now, from, to, days, customers, knownCustomers }: Asked): string {
  const vendors = listWords([...new Set(connectionList.map(({ vendor }) => vendor))]);
  // Every other connection reports the usage of one account.
  const others = connectionNames.filter((name) => !["metronome", "amberflo", "amberflo-portal"].includes(name));
  return `
Invented data: a sandbox on this machine plays ${vendors} over the same events
(seed ${seed}, now ${now}).

Asking all connections at once for the last ${days} whole days, ${from} to ${to} (end exclusive, UTC), window day:
metronome and amberflo for ${customers.length} of the ${knownCustomers} customers: ${customers.map(({ name }) => name).join(", ")};
amberflo-portal with a session of ${customers[0]?.name ?? ""}, and ${listWords(others)} for the account of the same.
The vendors limit requests, Metronome to 8 a second, so it takes some seconds.

`;
}

/** As in `a, b and c`. */
function listWords(words: readonly string[]): string {
  return words.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** How to read the tables, and how to get their rows again. */
export function reproduction(
  asked: Asked,
  questions: readonly DemoQuery[],
  { rows, largeMeter, command }: { rows: number; largeMeter: string | undefined; command: readonly string[] },
): string {
  const sandbox = [...command, "sandbox", "--seed", String(asked.seed), "--now", asked.now];
  const queries = questions.map((question) => `  ${toCommand(question, asked, { command, format: "ndjson" })}\n`);
  const large = { connection: "amberflo", meters: [largeMeter ?? ""], customers: questions[1]?.customers };
  return `
${rows} rows through the facade, every value with all its digits. ${noData} and a gap in a chart mean no data, which is not zero;
vendors that fill such days say zero there.

To get the same rows again, in one terminal, until Ctrl-C:

  ${commandLine(sandbox)}

In another, paste the export lines that it prints, and then:

${queries.join("\n")}${largeMeter === undefined ? "" : `\nA table beyond 2^53:\n\n  ${toCommand(large, asked, { command, format: "table" })}\n`}`;
}
