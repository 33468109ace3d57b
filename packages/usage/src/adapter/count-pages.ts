/**
 * Makes of a function that fetches a page one that counts: it calls `beforeNextPage` before every page but the first, as
 * `Provider.ask` demands. Give it to `paginate` in place of the function itself, one for each walk.
 *
 * @param beforeNextPage as `Provider.ask` receives it: it throws where the query allows no more requests, and then the
 * page is not fetched.
 */
export function countPages<Arguments extends readonly unknown[], Page>(
  beforeNextPage: () => void,
  fetchPage: (...page: Arguments) => Promise<Page>,
): (...page: Arguments) => Promise<Page> {
  let isFirst = true;
  return async (...page) => {
    if (!isFirst) beforeNextPage();
    isFirst = false;
    return fetchPage(...page);
  };
}
