import Metronome from "@metronome/sdk";
import { bodyOf, type Contender } from "./contender.js";

/** The vendor's own client, its pages walked as its README shows. */
export const read: Contender = async (reading, take) => {
  const { baseUrl, token } = reading.connection;
  const client = new Metronome({ baseURL: baseUrl, bearerToken: token });
  for await (const row of client.v1.usage.list(bodyOf(reading))) take(row.value);
};
