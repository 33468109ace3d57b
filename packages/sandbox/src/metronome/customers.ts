import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { Customer } from "../world/customers.js";
import { hash32 } from "../world/random.js";
import type { World } from "../world/world.js";
import { listPage } from "./list.js";
import { refuse } from "./rules.js";

/** GET /v1/customers: rules `only-archived` and `customer-filters`. */
export function listCustomers(world: World, call: Call): Json {
  const { ingest_alias: alias, only_archived: archived } = call.query;
  const ids = listOf(call.query.customer_ids);
  const accounts = listOf(call.query.salesforce_account_ids);
  const matching = world.customers.filter(
    (customer) =>
      (customer.archivedAt !== null) === (archived === true) &&
      (typeof alias !== "string" || customer.aliases.includes(alias)) &&
      (ids === undefined || ids.includes(customer.id)) &&
      (accounts === undefined || accounts.includes(salesforceAccount(customer) ?? "")),
  );
  return listPage(matching, call.query, writeCustomer);
}

/** GET /v1/customers/{customer_id}. */
export function getCustomer(world: World, call: Call): Json {
  return { data: writeCustomer(requireCustomer(world, call)) };
}

/** The customer of the path, archived or not. @throws Refusal `not-found`. */
export function requireCustomer(world: World, call: Call): Customer {
  const id = call.params.customer_id?.toLowerCase();
  const customer = world.customers.find((candidate) => candidate.id === id);
  if (customer === undefined) throw refuse("not-found", `Customer ${id} not found`, 404);
  return customer;
}

/** A customer as in lists. */
export function writeCustomer(customer: Customer): Json {
  return {
    id: customer.id,
    external_id: customer.aliases[0] ?? customer.id,
    name: customer.name,
    created_at: instant(customer.createdAt),
    updated_at: instant(customer.archivedAt ?? customer.createdAt),
    archived_at: customer.archivedAt === null ? undefined : instant(customer.archivedAt),
    ingest_aliases: customer.aliases,
    customer_config: { salesforce_account_id: salesforceAccount(customer) },
    custom_fields: {},
  };
}

/** About every fourth customer has a Salesforce account. */
function salesforceAccount(customer: Customer): string | null {
  const draw = hash32(customer.id, "salesforce");
  return draw % 4 === 0 ? `001${draw.toString(36).toUpperCase().padStart(15, "0")}` : null;
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
