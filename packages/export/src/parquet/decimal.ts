import { MetermuxError, type UsageRow } from "@metermux/usage";

/** How many digits a DECIMAL of Parquet has here: as many as 16 bytes hold, which every engine reads. */
export const precision = 38;

/**
 * The unscaled integer of a decimal, exactly.
 *
 * @param scale how many digits stand after the point.
 * @throws MetermuxError `unsupported` for a value with more digits than fit, naming the row and a scale that fits it.
 */
export function unscaled(value: string, scale: number, row: UsageRow): bigint {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  if (whole === "") throw new RangeError(`${JSON.stringify(value)} is not a canonical decimal`);
  const digits = whole.replace(/^0+/, "");
  if (fraction.length <= scale && digits.length <= precision - scale) {
    return BigInt(`${sign}${whole}${fraction.padEnd(scale, "0")}`);
  }
  const about = `the value ${shortened(value)} of meter ${row.meterId}, ${row.windowStart}`;
  const fits = digits.length + fraction.length <= precision;
  const advice = fits
    ? `use a decimalScale from ${fraction.length} to ${precision - digits.length}`
    : "write CSV or NDJSON";
  throw new MetermuxError(`decimalScale: ${about} does not fit DECIMAL(${precision},${scale}); ${advice}`, {
    code: "unsupported",
    field: "decimalScale",
  });
}

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}…` : value;
}
