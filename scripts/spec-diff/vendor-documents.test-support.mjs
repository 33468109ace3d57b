// What the vendors' own documents say, as far as the provenance tells it, made from our specs by putting the vendors'
// mistakes back in. The documents themselves are not ours to keep here.

/** @typedef {import("./document.mjs").Node} Node */

/** @param {Node} document */
const operations = (document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => ({ path, operation })),
  );
/** @param {Node} operation @returns {Node} */
const answer = ({ responses }) => responses["200"].content["application/json"].schema;
/** @param {Node} operation @returns {Node} */
const question = ({ requestBody }) => requestBody.content["application/json"].schema.properties;

/** @param {Node} ours */
export function metronomeDocument(ours) {
  const document = structuredClone(ours);
  document.openapi = "3.0.1";
  for (const { path, operation } of operations(document)) {
    const kept = path.startsWith("/v1/billable-metrics/") ? ["200", "404"] : ["200"];
    operation.responses = Object.fromEntries(kept.map((status) => [status, operation.responses[status]]));
  }
  const [usage, groups] = [document.paths["/v1/usage"].post, document.paths["/v1/usage/groups"].post];
  delete usage.requestBody.required;
  for (const operation of [usage, groups]) question(operation).window_size.enum = ["HOUR", "DAY", "NONE"];
  answer(groups).properties.data.items.properties.group.additionalProperties = { type: "string" };
  const list = answer(document.paths["/v1/billable-metrics"].get).properties.data.items;
  const one = answer(document.paths["/v1/billable-metrics/{billable_metric_id}"].get).properties.data;
  for (const { properties } of [list, one]) {
    properties.aggregation_type = { type: "string", enum: ["COUNT", "LATEST", "MAX", "SUM", "UNIQUE"] };
    const filter = properties.property_filters.items.properties;
    filter.exists.type = "boolean";
    filter.not_in_values.type = "array";
  }
  return document;
}

/** @param {Node} ours */
export function wowzaDocument(ours) {
  const document = structuredClone(ours);
  document.openapi = "3.0.2";
  delete document.security;
  for (const { path, operation } of operations(document)) {
    delete operation.deprecated;
    const kept = path.startsWith("/usage/storage") ? ["200", "401"] : ["200", "401", "403", "404", "410", "422"];
    operation.responses = Object.fromEntries(kept.map((status) => [status, operation.responses[status]]));
    operation.parameters = (operation.parameters ?? []).map(asDeclared).filter(isFirst);
    misdeclare(answer(operation));
  }
  const account = answer(document.paths["/usage/account"].get).properties;
  delete account.accounts;
  delete account.account.properties.avg_viewing_seconds;
  const one = answer(document.paths["/usage/transcoders/{id}"].get);
  one.properties = { limits: one.properties.limits, transcoders: one.properties.transcoder };
  return document;
}

/** @param {Node} parameter */
function asDeclared(parameter) {
  if (parameter.name.startsWith("filter")) return { name: "filter", in: "query", schema: { type: "string" } };
  const isBound = parameter.name === "from" || parameter.name === "to";
  return isBound ? { ...parameter, schema: { type: "string", format: "date-time" } } : parameter;
}

/** @param {Node} parameter @param {number} index @param {Node[]} all */
const isFirst = (parameter, index, all) => all.findIndex(({ name }) => name === parameter.name) === index;

/** Lists as objects, counters and ids as 32-bit integers, nothing required. @param {Node} schema */
function misdeclare(schema) {
  delete schema.required;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.type === "array") {
      schema.properties[name] = { type: "object", properties: property.items.properties };
    } else if (name === "id") Object.assign(property, { type: "string", format: "int32" });
    else if (property.format === "decimal") Object.assign(property, { type: "integer", format: "int32" });
    else if (name === "payload_version") property.type = "integer";
    else if (name === "type") property.enum = ["fastly"];
    else if (name === "billing_mode") property.enum = ["pay_as_you_go", "twentyfour_seven"];
    misdeclare(schema.properties[name]);
  }
}
