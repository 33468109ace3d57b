/** The counts that a page of a numbered list reports. */
export interface PageCount {
  readonly page: number;
  readonly totalFilteredPages: number;
}

/** Returns the changed page; null leaves the page unchanged. */
export type NumberEdit = (count: PageCount) => {
  readonly page: number;
  readonly totalFilteredPages: number | undefined;
  /** The page whose rows it has; null for no rows. */
  readonly rowsOf: number | null;
  /** The page whose last row precedes them. */
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
