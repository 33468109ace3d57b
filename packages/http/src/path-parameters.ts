import { invalidInput } from "./error.js";

/**
 * Writes the parameters of a path, each within its own segment: whatever an id holds, it is encoded, so that it never
 * becomes part of the address.
 *
 * @throws MetermuxError `invalid_input` for a value that no encoding keeps in its segment (`.`, `..`, an empty one), and
 * for one that is missing or is neither text, a finite number nor boolean.
 */
export function writePath(path: string, parameters: Readonly<Record<string, unknown>>, vendor: string): string {
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const encoded = encode(value);
    if (encoded !== undefined) return encoded;
    const given = typeof value === "string" ? JSON.stringify(value) : String(value);
    const problem = `${name} is ${given}, which cannot be part of the path ${path}; give an id`;
    throw invalidInput(vendor, name, problem);
  });
}

function encode(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "boolean" && !Number.isFinite(value)) return undefined;
  const text = String(value);
  // A URL drops or follows these, and knows no encoding in which it would not.
  if (text === "" || text === "." || text === "..") return undefined;
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a surrogate pair.
    return undefined;
  }
}
