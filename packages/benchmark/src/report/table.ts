import { type Figure, isReached } from "./figure.js";

/** The figures as a Markdown table. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { median, least, most, count } = figure.sample;
    const spread = count === 1 ? "once" : `${write(least, figure.unit)} to ${write(most, figure.unit)}`;
    const reached = { true: "yes", false: "**no**", undefined: "" }[String(isReached(figure))];
    return `| ${figure.measure} | ${writeGoal(figure)} | ${write(median, figure.unit)} | ${spread} | ${reached} |`;
  });
  return ["| measure | goal | median | spread | reached |", "| --- | --- | ---: | --- | --- |", ...rows].join("\n");
}

function writeGoal({ goal, unit }: Figure): string {
  if (goal === undefined) return "";
  return `${goal.at === "least" ? "≥" : "≤"} ${write(goal.figure, unit)}`;
}

function write(figure: number, unit: Figure["unit"]): string {
  if (unit === "times") return `${figure.toFixed(2)}x`;
  if (unit === "share") return `${(figure * 100).toFixed(1)} %`;
  return `${figure.toFixed(figure >= 100 ? 0 : figure >= 10 ? 1 : 2)} ${unit}`;
}
