// A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV Injection). The apostrophe stands here
// too, so that taking one away gives back every text as it was.
const runs = /^[=+\-@\t\r']/;

/** Text as a cell that no spreadsheet runs as a formula: an apostrophe before what could be one. Empty text stays. */
export function defuse(text: string): string {
  return runs.test(text) ? `'${text}` : text;
}

/** The text behind a cell that {@link defuse} wrote. */
export function restore(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
