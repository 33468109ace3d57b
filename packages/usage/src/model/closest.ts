import leven from "leven";

/** Names, those first that are spelt most like what was asked for. Otherwise they stay in their order. */
export function closestFirst(names: readonly string[], asked: string): string[] {
  return sortByCloseness(names, asked, (name) => [name]);
}

/** Things with several spellings each, those first of which one is spelt most like what was asked for. */
export function sortByCloseness<Item>(
  items: readonly Item[],
  asked: string,
  spellings: (item: Item) => readonly (string | null)[],
): Item[] {
  const wanted = asked.toLowerCase();
  const howFar = (item: Item) =>
    Math.min(...spellings(item).map((text) => (text === null ? Infinity : leven(text.toLowerCase(), wanted))));
  return items
    .map((item) => ({ item, apart: howFar(item) }))
    .sort((left, right) => left.apart - right.apart || 0)
    .map(({ item }) => item);
}

/** The name that a misspelt one is likely to mean; undefined where none is like it. */
export function likelyMeant(names: readonly string[], asked: string): string | undefined {
  const [closest] = closestFirst(names, asked);
  if (closest === undefined) return undefined;
  return leven(closest.toLowerCase(), asked.toLowerCase()) <= Math.max(1, asked.length / 4) ? closest : undefined;
}
