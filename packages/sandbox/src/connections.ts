/** Constant, so that they can be written down. */
export const credentials = {
  token: "sandbox-metronome-token",
  apiKey: "sandbox-amberflo-key",
  sessionToken: "sandbox-amberflo-session",
  wowzaToken: "sandbox-wowza-token",
} as const;

/** How to reach each vendor. What belongs to one customer, the portal and the Wowza account, belongs to the same one. */
export interface Connections {
  readonly metronome: { readonly baseUrl: string; readonly token: string };
  /** The whole account. */
  readonly amberflo: { readonly baseUrl: string; readonly apiKey: string };
  /** A session of the customer portal, which does not expire; `customerId` is the one that Amberflo knows. */
  readonly "amberflo-portal": { readonly baseUrl: string; readonly sessionToken: string; readonly customerId: string };
  /** The account of that customer; `customerId` is the one that the world and Metronome know. */
  readonly "wowza-video": { readonly baseUrl: string; readonly token: string; readonly customerId: string };
}

/** Every connection as environment variables, for example `METRONOME_BEARER_TOKEN`. */
export function environmentOf(connections: Connections): Record<string, string> {
  const { metronome, amberflo, "amberflo-portal": portal, "wowza-video": wowza } = connections;
  return {
    METRONOME_BEARER_TOKEN: metronome.token,
    METRONOME_BASE_URL: metronome.baseUrl,
    AMBERFLO_API_KEY: amberflo.apiKey,
    AMBERFLO_SESSION_TOKEN: portal.sessionToken,
    AMBERFLO_BASE_URL: amberflo.baseUrl,
    WOWZA_VIDEO_TOKEN: wowza.token,
    WOWZA_VIDEO_BASE_URL: wowza.baseUrl,
  };
}
