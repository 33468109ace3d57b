import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { Customer } from "../world/customers.js";
import { uuidFor } from "../world/random.js";
import type { World } from "../world/world.js";

/**
 * The id that the account holder gave a customer at Amberflo: that of given events, else its name in lower case with
 * hyphens, for example `quartzbank-ledger`. Each customer of a world has its own id, which is the same for every seed.
 */
export function amberfloCustomerId(customer: Pick<Customer, "name" | "ownId">): string {
  return customer.ownId ?? customer.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** GET /customers/paging: rules `customer-pages` and `archived-customers`. */
export function listCustomers(world: World, call: Call): Json {
  const { search = null } = call.query;
  const limit = numberOf(call.query.limit, 10);
  const page = numberOf(call.query.page, 1);
  const sort = String(call.query.sort ?? "id");
  const isAscending = call.query.isAscending !== false;
  const all = world.customers.map((customer) => describe(world, customer));
  const wanted = typeof search === "string" ? search.toLowerCase() : "";
  const found = all
    .filter((row) => [row.customerId, row.customerName, row.customerEmail].some((text) => has(text, wanted)))
    .sort((left, right) => (isAscending ? 1 : -1) * compare(left, right, sort));
  return {
    items: found.slice((page - 1) * limit, page * limit),
    metadata: {
      totalRowCount: all.length,
      filteredRowCount: found.length,
      limit,
      page,
      totalFilteredPages: Math.ceil(found.length / limit),
      isAscending,
      sort,
      search: typeof search === "string" ? search : null,
    },
  };
}

function describe(world: World, customer: Customer) {
  const customerId = amberfloCustomerId(customer);
  return {
    id: uuidFor(world.seed, "amberflo", "customer", customer.id),
    customerId,
    customerName: customer.name,
    customerEmail: `billing@${customerId}.example`,
    enabled: customer.archivedAt === null,
    test: false,
    lifecycleStage: customer.archivedAt === null ? "ACTIVE" : "OFFBOARDED",
    traits: {},
    createTime: customer.createdAt,
    updateTime: customer.archivedAt ?? customer.createdAt,
    deactivateTimeStamp: customer.archivedAt ?? undefined,
  };
}

function compare(left: object, right: object, sort: string): number {
  // A parameter of the contract names the field; times are numbers, everything else is text.
  const [one, other] = [Reflect.get(left, sort), Reflect.get(right, sort)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function has(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted);
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
