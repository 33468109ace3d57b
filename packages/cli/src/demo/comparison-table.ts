import { chart } from "../formats/chart.js";
import { type Column, renderTable } from "../formats/table.js";
import { noData } from "../formats/usage-table.js";
import { countAgreeing, type SameThing } from "./agreement.js";
import { compare, type Series } from "./series.js";

/** What the last column of a comparison is. */
export const legend =
  "Agree: how many of the connections that measure the same of the same customers say the same each day.\n";

/** As many customers as the table of what does not add up shows of a meter. */
const highestCustomers = 3;

/**
 * What connections say, side by side: a table of what adds up, and one of the other kinds, of the customers that are
 * highest. To be short the first leaves out what a connection says of the one customer where it stands with a total
 * already, unless all four tell it; and the second shows the customers that not all tell by one connection.
 *
 * @param shared the customer that every connection tells.
 * @param covers the words for the customers of a thing.
 */
export function renderComparison(
  things: readonly SameThing[],
  shared: string,
  covers: (thing: SameThing) => string,
): string {
  const lines = things.flatMap((thing) => linesOf(thing, covers(thing)));
  const totalled = new Set(lines.filter(({ customerId }) => customerId === null).map(nameOf));
  const additive = lines.filter((line) => line.additive && (line.customerId === null || isShownBesideTotal(line)));
  const others = lines.filter((line) => !line.additive && (line.customerId === shared || line.isFirst));
  return render("Total", additive) + render("Highest day", highest(others));

  function isShownBesideTotal(line: Line): boolean {
    return line.customerId === shared && (line.ofAll || !totalled.has(nameOf(line)));
  }
}

/** Of each meter the highest customers, in order; the meters stay as they come. */
function highest(lines: readonly Line[]): Line[] {
  const keys = [...new Set(lines.map(({ key, aggregation }) => `${aggregation} ${key}`))];
  return keys.flatMap((key) => {
    const own = lines.filter((line) => `${line.aggregation} ${line.key}` === key);
    const customers = [
      ...new Set([...own].sort((a, b) => compare(b.value, a.value)).map(({ customerId }) => customerId)),
    ];
    const shown = customers.slice(0, highestCustomers);
    return shown.flatMap((customerId) => own.filter((line) => line.customerId === customerId));
  });
}

const connections = 4;

/** A line of a table: a series, and how many of those that speak of the same thing say the same. */
interface Line extends Series {
  additive: boolean;
  covers: string;
  agreement: string;
  /** Whether every connection tells it. */
  ofAll: boolean;
  /** Whether it is of the first connection that tells it. */
  isFirst: boolean;
}

function linesOf(thing: SameThing, covers: string): Line[] {
  const { additive, series } = thing;
  return series.map((one, index) => {
    const agreeing = countAgreeing(one, thing);
    const mark = agreeing === series.length ? "" : " ≠";
    const agreement = series.length === 1 ? "" : `${agreeing} of ${series.length}${mark}`;
    return { ...one, additive, covers, agreement, ofAll: series.length === connections, isFirst: index === 0 };
  });
}

function nameOf({ key, connection }: Line): string {
  return `${connection} ${key}`;
}

function render(value: string, lines: readonly Line[]): string {
  const days = lines[0]?.days.length ?? 0;
  const columns: Column<Line>[] = [
    // Said once for the lines that belong together.
    { title: "Measured", cell: (line) => (lines[lines.indexOf(line) - 1]?.key === line.key ? "" : line.name) },
    { title: "Connection", cell: (line) => line.connection },
    { title: "Covers", cell: (line) => line.covers },
    { title: "Kind", cell: (line) => line.aggregation },
    { title: value, alignment: "right", cell: (line) => line.value ?? noData },
    { title: `${days} days`, cell: (line) => chart(line.days) },
    { title: "Agree", cell: (line) => line.agreement },
  ];
  return renderTable(columns, lines);
}
