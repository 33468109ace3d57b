/** What no source settles, and is chosen. */
export interface Variants {
  /** Whether the hour that starts at `to` counts: rule `end-exclusive`. */
  readonly end: "exclusive" | "inclusive";
  /** Under which name GET /usage/account has the account: rule `envelope`. */
  readonly envelope: "account" | "accounts";
  /** Whether GET /usage/accounts is there as well: rule `singular-path`. */
  readonly pluralPath: boolean;
  /** What the last page has as `next_page_key`: rule `last-page`. */
  readonly lastPageKey: "null" | "empty" | "absent";
  /** Whether `avg_viewing_seconds` is there: rule `average`. */
  readonly averageViewing: boolean;
  /** Whether an id that nothing has is answered for: rule `lenient`. */
  readonly lenient: boolean;
}

/** What is played unless it is told. */
export const usual: Variants = {
  end: "exclusive",
  envelope: "account",
  pluralPath: false,
  lastPageKey: "null",
  averageViewing: true,
  lenient: false,
};
