/** A point of the growth plot. */
export interface Point {
  readonly rows: number;
  /** Microseconds. */
  readonly perRow: number;
  /** MiB. */
  readonly peak: number;
}

const WIDTH = 40;

/** Time and memory against the number of rows, a bar each: a flat line of bars is what one wants to see. */
export function renderPlot(lines: Readonly<Record<string, readonly Point[]>>): string {
  const points = Object.values(lines).flat();
  const most = (member: "perRow" | "peak"): number => Math.max(...points.map((point) => point[member]));
  const bar = (figure: number, highest: number): string =>
    "█".repeat(Math.max(1, Math.round((figure / highest) * WIDTH)));
  const block = (title: string, member: "perRow" | "peak", unit: string): string[] => [
    title,
    ...Object.entries(lines).flatMap(([name, line]) =>
      line.map((point) => {
        const figure = `${point[member].toFixed(2)} ${unit}`;
        const rows = `${point.rows.toLocaleString("en")} rows`;
        return `  ${name.padEnd(8)} ${rows.padStart(15)}  ${bar(point[member], most(member)).padEnd(WIDTH)} ${figure}`;
      }),
    ),
  ];
  return [...block("time per row", "perRow", "µs"), "", ...block("peak memory of the process", "peak", "MiB")].join(
    "\n",
  );
}
