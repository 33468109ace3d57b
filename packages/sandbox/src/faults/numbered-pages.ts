/** The count that a page of a numbered list gives of itself. */
export interface PageCount {
  readonly page: number;
  readonly totalFilteredPages: number;
}

/** What a fault makes of it; null when it leaves this page alone. */
export type NumberEdit = (count: PageCount) => {
  readonly page: number;
  readonly totalFilteredPages: number | undefined;
  /** Whose rows it has; null for none. */
  readonly rowsOf: number | null;
  /** Whose last row stands before them. */
  readonly lastRowOf?: number;
} | null;

export const numberEdits: Readonly<Record<string, NumberEdit>> = {
  "repeated-cursor": ({ page, totalFilteredPages }) => ({ page: page - 1, totalFilteredPages, rowsOf: page }),
  "cursor-cycle": ({ page, totalFilteredPages }) => {
    const total = Math.max(2, totalFilteredPages);
    return { page: page === 1 ? 1 : 0, totalFilteredPages: total, rowsOf: page };
  },
  "duplicated-page": ({ page, totalFilteredPages }) =>
    page > 1 ? { page, totalFilteredPages, rowsOf: page - 1 } : null,
  "empty-page-with-cursor": ({ page, totalFilteredPages }) => ({
    page,
    totalFilteredPages: Math.max(page + 1, totalFilteredPages),
    rowsOf: null,
  }),
  "shifted-rows": ({ page, totalFilteredPages }) =>
    page > 1 ? { page, totalFilteredPages, rowsOf: page, lastRowOf: page - 1 } : null,
  "missing-cursor": ({ page }) => ({ page, totalFilteredPages: undefined, rowsOf: page }),
};
