import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { writeMetric } from "./billable-metrics.js";
import { writeCustomer } from "./customers.js";
import type { Metric } from "./metrics.js";

const emptyPage = (): Json => ({ data: [], next_page: null });

/** Rule `lenient`: an empty last page, or a customer or metric with the requested id. */
export function lenientAnswers(
  { customers }: World,
  metrics: readonly Metric[],
): Readonly<Record<string, (call: Call) => Json>> {
  const [customer] = customers;
  const [metric] = metrics;
  if (customer === undefined || metric === undefined) throw new RangeError("lenient needs a customer and a metric");
  return {
    "POST /v1/usage": emptyPage,
    "POST /v1/usage/groups": emptyPage,
    "GET /v1/billable-metrics": emptyPage,
    "GET /v1/customers": emptyPage,
    "GET /v1/customers/{customer_id}/billable-metrics": emptyPage,
    "GET /v1/customers/{customer_id}": ({ params: { customer_id: id = "" } }) => ({
      data: writeCustomer({ ...customer, id }),
    }),
    "GET /v1/billable-metrics/{billable_metric_id}": ({ params: { billable_metric_id: id = "" } }) => ({
      data: writeMetric({ ...metric, id }),
    }),
  };
}
