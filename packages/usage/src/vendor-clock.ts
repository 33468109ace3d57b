import { type ConnectionOptions, systemClock } from "@metermux/http";

/** A connection's options, and how far the vendor's clock is ahead of ours. */
export interface WatchedConnection<Options> {
  options: Options;
  /** In milliseconds, to a second or so, by the last answer that told its time; undefined before, or where none does. */
  skewMs(): number | undefined;
}

/** Notes the time that every answer tells in its `Date` header. */
export function watchClock<Options extends ConnectionOptions>(options: Options): WatchedConnection<Options> {
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const clock = options.clock ?? systemClock;
  let skew: number | undefined;
  const watched = async (request: Request): Promise<Response> => {
    const response = await send(request);
    const told = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(told)) skew = told - clock.now();
    return response;
  };
  return { options: { ...options, fetch: watched }, skewMs: () => skew };
}
