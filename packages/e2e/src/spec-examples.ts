import { readSpec } from "./read-spec.js";

/** An example of a spec with its place in the contract. */
export interface SpecExample {
  /** For example `usage-page-day`. */
  name: string;
  /** For example `POST /v1/usage`. */
  operation: string;
  path: string;
  method: string;
  /** The status of an answer, such as `200` or `5XX`; undefined for a request. */
  status: string | undefined;
  mediaType: string;
  value: unknown;
}

type Node = Record<string, unknown>;

/** Every example of every request and answer of a vendor's spec; a shared example is returned for each operation. */
export function specExamples(vendor: string): SpecExample[] {
  const spec = readSpec(vendor);
  const resolve = (node: Node): Node => {
    const reference = node.$ref;
    if (typeof reference !== "string") return node;
    const parts = reference.slice(2).split("/");
    // A bundled document has only internal references.
    return resolve(parts.reduce<Node>((inner, key) => inner[key.replaceAll("~1", "/")] as Node, spec));
  };
  const inBody = (body: Node, place: Omit<SpecExample, "name" | "mediaType" | "value">): SpecExample[] =>
    Object.entries((resolve(body).content ?? {}) as Record<string, { examples?: Record<string, Node> }>).flatMap(
      ([mediaType, { examples = {} }]) =>
        Object.entries(examples).map(([key, node]) => {
          const name = typeof node.$ref === "string" ? (node.$ref.split("/").at(-1) ?? key) : key;
          return { ...place, name, mediaType, value: resolve(node).value };
        }),
    );
  return Object.entries<Node>(spec.paths).flatMap(([path, item]) =>
    ["get", "post"].flatMap((method) => {
      const operation = item[method] as { requestBody?: Node; responses: Record<string, Node> } | undefined;
      if (operation === undefined) return [];
      const place = { operation: `${method.toUpperCase()} ${path}`, path, method };
      return [
        ...(operation.requestBody === undefined ? [] : inBody(operation.requestBody, { ...place, status: undefined })),
        ...Object.entries(operation.responses).flatMap(([status, body]) => inBody(body, { ...place, status })),
      ];
    }),
  );
}
