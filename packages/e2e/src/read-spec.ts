import { readFileSync } from "node:fs";

/** A vendor's spec as one JSON document, as the sandbox bundles it; with the `any` of JSON.parse, because a document is untyped. */
export const readSpec = (vendor: string) =>
  JSON.parse(readFileSync(new URL(`../../sandbox/specs/${vendor}.json`, import.meta.url), "utf8"));
