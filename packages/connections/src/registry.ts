import type { ConnectionOptions } from "@metermux/http";
import type { Provider } from "@metermux/usage";
import type { Variable } from "./variable.js";

/** How a vendor becomes a connection: data, and the one function that loads its adapter. */
export interface ConnectionEntry {
  /** The vendor's name for people, as in `Metronome`. */
  vendor: string;
  /** Whose usage it reports. */
  reports: string;
  /** The variable behind each option of the vendor's adapter. */
  variables: Readonly<Record<string, Variable>>;
  /** Loads the vendor's adapter, and no other. The values are those of the variables that are set, by option. */
  open(values: Readonly<Record<string, string>>, transport: ConnectionOptions): Promise<Provider>;
}

/** The connections by name. Another vendor is one more entry. */
export const registry: Readonly<Record<string, ConnectionEntry>> = {
  metronome: {
    vendor: "Metronome",
    reports: "every customer",
    variables: { token: credential("METRONOME_BEARER_TOKEN"), baseUrl: baseUrl("METRONOME_BASE_URL") },
    async open({ token = "", ...values }, transport) {
      const { metronome } = await import("@metermux/usage/metronome");
      return metronome({ ...transport, ...values, token });
    },
  },
  amberflo: {
    vendor: "Amberflo",
    reports: "every customer",
    variables: { apiKey: credential("AMBERFLO_API_KEY"), baseUrl: baseUrl("AMBERFLO_BASE_URL") },
    async open({ apiKey = "", ...values }, transport) {
      const { amberflo } = await import("@metermux/usage/amberflo");
      return amberflo({ ...transport, ...values, apiKey });
    },
  },
  "amberflo-portal": {
    vendor: "Amberflo",
    reports: "the customer of a portal session, by meters that are named",
    variables: { sessionToken: credential("AMBERFLO_SESSION_TOKEN"), baseUrl: baseUrl("AMBERFLO_BASE_URL") },
    async open({ sessionToken = "", ...values }, transport) {
      const { amberfloPortal } = await import("@metermux/usage/amberflo");
      return amberfloPortal({ ...transport, ...values, sessionToken });
    },
  },
  "wowza-video": {
    vendor: "Wowza Video",
    reports: "the account as one",
    variables: {
      token: credential("WOWZA_VIDEO_TOKEN"),
      baseUrl: baseUrl("WOWZA_VIDEO_BASE_URL", "default the public API; ends in the version, as in /api/v2.0"),
    },
    async open({ token = "", ...values }, transport) {
      const { wowzaVideo } = await import("@metermux/usage/wowza-video");
      return wowzaVideo({ ...transport, ...values, token });
    },
  },
};

function credential(name: string): Variable {
  return { name, required: true, secret: true };
}

/** A vendor's base URL: the public API's unless it is set. */
function baseUrl(name: string, about = "default the public API"): Variable {
  return { name, required: false, secret: false, about };
}
