/** So many parts are joined at a time. */
const partsAtOnce = 4096;

/** Builds a large text of many small parts: joined along the way, so that it takes no more memory than two of the text. */
export function createTextBuilder(): { add(...parts: string[]): void; build(): string } {
  let parts: string[] = [];
  const joined: string[] = [];
  return {
    add(...more) {
      parts.push(...more);
      if (parts.length < partsAtOnce) return;
      joined.push(parts.join(""));
      parts = [];
    },
    build: () => joined.join("") + parts.join(""),
  };
}
