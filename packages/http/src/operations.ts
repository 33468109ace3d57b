type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** The names of a spec's operations, as in `POST /v1/usage`, read off its generated `paths`. */
export type OperationName<Paths> = {
  [Path in keyof Paths & string]: {
    [Verb in keyof Paths[Path] & Method]: Paths[Path][Verb] extends object ? `${Uppercase<Verb>} ${Path}` : never;
  }[keyof Paths[Path] & Method];
}[keyof Paths & string];

/** What a spec cannot say of an operation in standard OpenAPI and the transport must know. */
export interface Operation {
  /** Reads only, whatever its verb: it may be sent again after a failure. */
  read: boolean;
  /** Statuses that only a smaller question avoids: not sent again, and marked so that the caller asks for less. */
  tooMuch?: readonly number[] | undefined;
  /**
   * What every 2xx body is: an object with these keys (`data[]` where the key holds a list), or a list. Anything else is
   * refused, never read as empty.
   */
  envelope?: readonly string[] | "list" | undefined;
  /** Fields whose numbers arrive as strings with every digit: `value`, or `groups.*` for each value of a map. */
  decimals?: readonly string[] | undefined;
}

/** One entry for each operation of a spec: a name that the spec lost, or gained, fails to compile. */
export type Operations<Paths> = Readonly<Record<OperationName<Paths>, Operation>>;

/** An operation that a request was found to be. */
export interface FoundOperation {
  name: string;
  operation: Operation;
}

/**
 * Finds the operation of a request among those of a client with this base URL.
 *
 * @returns a function that gives undefined for a request to another address, or of no operation.
 */
export function operationFinder(
  operations: Readonly<Record<string, Operation>>,
  baseUrl: string,
): (request: Request) => FoundOperation | undefined {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");
  const patterns = Object.entries(operations).map(([name, operation]) => {
    const [verb = "", path = ""] = name.split(" ");
    const literal = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^{}]+\}/g, "[^/]+");
    return { found: { name, operation }, verb, path: new RegExp(`^${literal}$`) };
  });
  // `/things/summary` before `/things/{id}`, which would match it too.
  patterns.sort((left, right) => left.found.name.split("{").length - right.found.name.split("{").length);
  return ({ url, method }) => {
    const { origin, pathname } = new URL(url);
    if (origin !== base.origin || !pathname.startsWith(`${prefix}/`)) return undefined;
    const path = pathname.slice(prefix.length);
    return patterns.find((pattern) => pattern.verb === method && pattern.path.test(path))?.found;
  };
}
