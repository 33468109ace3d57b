import { readFileSync } from "node:fs";

/** A vendor's spec as one JSON document, as the sandbox bundles it; read through `any` of JSON.parse, as a document is. */
export const readSpec = (vendor: string) =>
  JSON.parse(readFileSync(new URL(`../../sandbox/specs/${vendor}.json`, import.meta.url), "utf8"));
