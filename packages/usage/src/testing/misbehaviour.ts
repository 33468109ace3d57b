/** A way in which a vendor's answer can be well formed and wrong, as a change of its text and status. */
export interface Misbehaviour {
  /** What the vendor does, for the title of a test. */
  name: string;
  /** Whether an honest reader can still return every row. */
  harmless?: boolean;
  /** @returns the same text where there is nothing to change. */
  change(text: string): string;
  status?: number;
}

const year = 366 * 86_400;
const isoInstant = /"(\d{4})(-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?"/g;
// Seconds and milliseconds of this century, as no count of usage in a test should be.
const epoch = /(?<=[:[,]\s*)(1[5-9]\d{8})(\d{3})?(?=\s*[,\]}])/g;

/** Every misbehaviour that can be played to any vendor's answers, whatever their shape. */
export const misbehaviours: readonly Misbehaviour[] = [
  {
    name: "an answer about another year",
    change: (text) =>
      text
        .replace(isoInstant, (_, digits: string, rest: string, zone = "") => `"${Number(digits) + 1}${rest}${zone}"`)
        .replace(epoch, (_, seconds: string, milliseconds = "") => `${Number(seconds) + year}${milliseconds}`),
  },
  {
    name: "times without an offset",
    change: (text) => text.replace(isoInstant, (_, digits, rest) => `"${digits}${rest}"`),
  },
  { name: "the last row of each list twice", change: (text) => rewrite(text, repeatLast) },
  { name: "a 206 with part of each list", change: (text) => rewrite(text, (rows) => rows.slice(0, -1)), status: 206 },
  { name: "a 202 in place of the answer", change: (text) => text, status: 202 },
  {
    name: "names written with escapes",
    harmless: true,
    change: (text) => text.replace(/"([A-Za-z_]+)"(?=\s*:)/g, (_, name: string) => `"${escapeLetters(name)}"`),
  },
];

/** JSON with its lists of objects changed. Digits past a double's are lost: for answers that must not be believed. */
function rewrite(text: string, change: (rows: readonly object[]) => readonly object[]): string {
  let changed = false;
  const body: unknown = JSON.parse(text, (_, value: unknown) => {
    if (!isRows(value)) return value;
    const rows = change(value);
    changed ||= rows.length !== value.length;
    return rows;
  });
  return changed ? JSON.stringify(body) : text;
}

function isRows(value: unknown): value is object[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "object" && item !== null);
}

function repeatLast(rows: readonly object[]): readonly object[] {
  return [...rows, ...rows.slice(-1)];
}

function escapeLetters(name: string): string {
  return [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
