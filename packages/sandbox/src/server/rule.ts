/** One behaviour of a sandboxed vendor, and how certain it is that the real vendor behaves the same. */
export interface Rule {
  /** Short and stable, for example `utc-midnight`: named in the response header of a refusal. */
  readonly id: string;
  /** What happens, in a sentence. */
  readonly rule: string;
  /** The source of the fact; empty where the sandbox decides. */
  readonly source: string;
  readonly certainty: Certainty;
}

/**
 * documented: the vendor says so. reported: users of the real API, the vendor's own clients or recorded
 * answers say so. inferred: follows from what is documented.
 * unverified: no source settles it, this is one possible behaviour. sandbox: stricter than the vendor is known to be,
 * so that a mistake is seen here.
 */
export type Certainty = "documented" | "reported" | "inferred" | "unverified" | "sandbox";

/** The rules as a Markdown table, in their own order. */
export function renderRules(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, rule, source, certainty }) => `| \`${id}\` | ${rule} | ${certainty} | ${source} |`);
  return ["| id | rule | certainty | source |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
