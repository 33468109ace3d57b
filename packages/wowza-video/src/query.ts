import { MetermuxError } from "@metermux/http";

/** The resources that usage can be filtered by. */
export type Resource = "transcoders" | "vod_streams";

/**
 * Formats an instant as `from` and `to` need it: `YYYY-MM-DD HH:00:00`, UTC.
 *
 * @throws MetermuxError `invalid_input` for an instant that is not a whole hour, which the vendor would round.
 */
export function hour(instant: Date): string {
  const time = instant.getTime();
  if (!(time % 3_600_000 === 0)) {
    const value = Number.isNaN(time) ? "an invalid Date" : instant.toISOString();
    const message = `wowza-video: ${value} is not a whole hour, and the vendor would round it`;
    throw new MetermuxError(message, { code: "invalid_input", vendor: "wowza-video", field: "instant" });
  }
  return instant.toISOString().slice(0, 19).replace("T", " ");
}

/** The query that filters by resource. Both resources are the same as no filter. */
export interface ResourceFilter {
  "filter[0][field]": "resource";
  "filter[0][eq]"?: Resource;
  "filter[0][in]"?: "transcoders,vod_streams";
}

/** The bracketed filter for one resource (`eq`) or both (`in`). */
export function resourceFilter(first: Resource, second: Resource = first): ResourceFilter {
  const field = { "filter[0][field]": "resource" } as const;
  return first === second
    ? { ...field, "filter[0][eq]": first }
    : { ...field, "filter[0][in]": "transcoders,vod_streams" };
}
