import { unexpectedResponse } from "../model/refusal.js";
import type { MeasurementPage, Meter } from "../provider.js";

/** What is known of the query that an answer is for. */
export interface AbsenceSettings {
  vendor: string;
  /** Whether the query named its meters. */
  named: boolean;
  meters: readonly Meter[];
  /** Called with a meter that is left out, and why. */
  addSkipped: (meter: Meter, reason: string) => void;
}

/**
 * Watches for meters that answers have no value for: a value that is absent is never "no usage".
 *
 * @returns a function to call with every page. It throws MetermuxError `unexpected_response` for a meter that the query
 * named, and for one that some answers have and others do not: a meter is left out whole or not at all.
 */
export function watchAbsentMeters(settings: AbsenceSettings): (page: MeasurementPage) => void {
  const { vendor, named, meters, addSkipped } = settings;
  const present = new Set<string>();
  const left = new Set<string>();
  return ({ absent, measurements }) => {
    if (absent === undefined) return;
    for (const { meterId } of measurements) present.add(meterId);
    for (const id of absent) left.add(id);
    const asked = named ? absent[0] : undefined;
    if (asked !== undefined) throw unexpectedResponse(vendor, `the answer has no ${asked}, which was asked for`);
    const torn = [...left].find((id) => present.has(id));
    if (torn !== undefined) {
      throw unexpectedResponse(
        vendor,
        `some answers have ${torn} and others do not: it can be neither given nor left out`,
      );
    }
    for (const id of absent) {
      const meter = meters.find((each) => each.id === id);
      if (meter) addSkipped(meter, "the vendor's answers have no value for it");
    }
  };
}
