import { MetermuxError } from "@metermux/usage";

/** An option that cannot be used, with what can be. */
export function refuseOption(field: string, value: unknown, instead: string): MetermuxError {
  const shown = JSON.stringify(value)?.slice(0, 100) ?? String(value);
  const details = { code: "invalid_input", field, value: shown, reason: instead } as const;
  return new MetermuxError(`${field}: ${shown} cannot be used; ${instead}`, details);
}
