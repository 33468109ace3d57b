/** Text as one word of a POSIX shell, whatever it holds. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line to copy: only what a shell would read otherwise is quoted. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w/:.,@%+-]+$/.test(word) ? word : quote(word))).join(" ");
}

/** `export` lines that set environment variables in a POSIX shell. */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}
