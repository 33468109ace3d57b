/** Options for behaviour that no source settles. */
export interface Variants {
  /** Whether the hour that starts at `to` counts: rule `end-exclusive`. */
  readonly end: "exclusive" | "inclusive";
  /** The member of the account in GET /usage/account: rule `envelope`. */
  readonly envelope: "account" | "accounts";
  /** Whether GET /usage/accounts exists too: rule `singular-path`. */
  readonly pluralPath: boolean;
  /** The `next_page_key` of the last page: rule `last-page`. */
  readonly lastPageKey: "null" | "empty" | "absent";
  /** Whether `avg_viewing_seconds` is present: rule `average`. */
  readonly averageViewing: boolean;
  /** Whether an unknown id is answered: rule `lenient`. */
  readonly lenient: boolean;
}

/** The default variants. */
export const usual: Variants = {
  end: "exclusive",
  envelope: "account",
  pluralPath: false,
  lastPageKey: "null",
  averageViewing: true,
  lenient: false,
};
