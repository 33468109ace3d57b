import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import { bodyOf, type Contender } from "./contender.js";

/** The vendor's own rows, with every digit. */
export const clientOver =
  (fetch?: (request: Request) => Promise<Response>): Contender =>
  async (reading, take) => {
    const pace = reading.paced ? {} : { rate: false as const };
    const client = createMetronome({ ...reading.connection, ...(fetch && { fetch }), ...pace });
    const body = bodyOf(reading);
    const pages = paginate((query, signal) => unwrap(client.POST("/v1/usage", { params: { query }, body, signal })));
    for await (const { data } of pages) for (const row of data) take(row.value);
  };

export const read = clientOver();
