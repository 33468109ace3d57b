import type { paths } from "@metermux/metronome";
import createClient from "openapi-fetch";
import { bodyOf, type Contender } from "./contender.js";

/** openapi-fetch as it comes, over the same types. */
export const read: Contender = async (reading, take) => {
  const { baseUrl, token } = reading.connection;
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  const body = bodyOf(reading);
  let next_page: string | undefined;
  do {
    const query = next_page === undefined ? {} : { next_page };
    const { data } = await client.POST("/v1/usage", { params: { query }, body });
    if (data === undefined) throw new Error("an error came");
    for (const row of data.data) take(row.value);
    next_page = data.next_page ?? undefined;
  } while (next_page !== undefined);
};
