import { type ConnectionOptions, parseHttpDate, systemClock, type TransportEvent } from "@metermux/http";

/** A connection's options, and how far the vendor's clock is ahead of ours. */
export interface WatchedConnection<Options> {
  options: Options;
  /** In milliseconds, to a second or so, by the last answer that told its time; undefined before, or where none does. */
  skewMs(): number | undefined;
  /** The vendor's time now, in milliseconds since the epoch, likewise. */
  vendorNow(): number | undefined;
}

/** Notes the time that every answer tells in its `Date` header. */
export function watchClock<Options extends ConnectionOptions>(options: Options): WatchedConnection<Options> {
  const { clock = systemClock, onEvent: callers } = options;
  let skew: number | undefined;
  const onEvent = (event: TransportEvent): unknown => {
    if (event.type === "answer") {
      const told = parseHttpDate(event.date ?? "", clock.now());
      if (told !== undefined) skew = told - clock.now();
    }
    // What it gives may be a promise, whose failure is the transport's to ignore.
    return callers?.(event);
  };
  return {
    options: { ...options, onEvent },
    skewMs: () => skew,
    vendorNow: () => (skew === undefined ? undefined : clock.now() + skew),
  };
}
