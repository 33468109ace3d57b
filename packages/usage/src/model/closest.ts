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
  const distanceTo = (item: Item) =>
    Math.min(...spellings(item).map((text) => (text === null ? Infinity : distance(text.toLowerCase(), wanted))));
  return items
    .map((item) => ({ item, apart: distanceTo(item) }))
    .sort((left, right) => left.apart - right.apart || 0)
    .map(({ item }) => item);
}

/** The name that a misspelt one is likely to mean; undefined where none is like it. */
export function likelyMeant(names: readonly string[], asked: string): string | undefined {
  const [closest] = closestFirst(names, asked);
  if (closest === undefined) return undefined;
  return distance(closest.toLowerCase(), asked.toLowerCase()) <= Math.max(1, asked.length / 4) ? closest : undefined;
}

/** How many letters must be put in, left out or changed to make one text of the other. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1];
    for (let other = 0; other < right.length; other += 1) {
      const changed = (row[other] ?? 0) + (left[index] === right[other] ? 0 : 1);
      next.push(Math.min(changed, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
