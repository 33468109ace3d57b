// Changes that a vendor might make to a document like Metronome's, and what the comparison must say of each.

/** @typedef {import("./document.mjs").Node} Node */

/** @param {Node} document */
export const row = (document) =>
  document.paths["/v1/usage"].post.responses["200"].content["application/json"].schema.properties.data.items;
/** @param {Node} document */
export const body = (document) => document.paths["/v1/usage"].post.requestBody.content["application/json"].schema;
/** @param {Node} schema @param {string} name */
const without = (schema, name) => schema.required.filter((/** @type {string} */ other) => other !== name);
/** @param {Node} document */
export const customers = (document) => document.paths["/v1/customers"].get;

/** @type {{ what: string, says: string, breaks: boolean, change: (document: Node) => unknown }[]} */
export const mutations = [
  {
    what: "a field of an answer is gone",
    says: "breaking  answer 200: data[].billable_metric_name — Property `billable_metric_name` was removed.",
    breaks: true,
    change: (document) => {
      delete row(document).properties.billable_metric_name;
      row(document).required = without(row(document), "billable_metric_name");
    },
  },
  {
    what: "a field of an answer may be absent",
    says: "breaking  answer 200: data[] — Properties are no longer required:",
    breaks: true,
    change: (document) => {
      row(document).required = without(row(document), "end_timestamp");
    },
  },
  {
    what: "a field of an answer may be null",
    says: "breaking  answer 200: data[].customer_id — Type of `customer_id` widened from 'string' to 'string | null'.",
    breaks: true,
    change: (document) => {
      row(document).properties.customer_id = { type: "string", format: "uuid", nullable: true };
    },
  },
  {
    what: "a type is another",
    says: "breaking  answer 200: data[].value — Type of `value`",
    breaks: true,
    change: (document) => {
      row(document).properties.value.type = "string";
    },
  },
  {
    what: "a query parameter must be there",
    says: "breaking  query scope — Required `scope` query parameter was added.",
    breaks: true,
    change: (document) =>
      customers(document).parameters.push({ name: "scope", in: "query", required: true, schema: { type: "string" } }),
  },
  {
    what: "a query parameter is gone",
    says: "breaking  query ingest_alias — `ingest_alias` query parameter was removed.",
    breaks: true,
    change: (document) => {
      const { parameters } = customers(document);
      customers(document).parameters = parameters.filter((/** @type {Node} */ { name }) => name !== "ingest_alias");
    },
  },
  {
    what: "an enum of a request is narrower",
    says: "breaking  body: window_size — Enum of `window_size` lost values: 'NONE'.",
    breaks: true,
    change: (document) => {
      const { window_size } = body(document).properties;
      window_size.enum = window_size.enum.filter((/** @type {string} */ value) => value !== "NONE");
    },
  },
  {
    what: "an operation is gone",
    says: "breaking  Path `/v1/events/search` was removed.",
    breaks: true,
    change: (document) => {
      delete document.paths["/v1/events/search"];
    },
  },
  {
    what: "the credential is another",
    says: "breaking  credentials — Security requirement `http bearer` is no longer accepted.",
    breaks: true,
    change: (document) => {
      document.components.securitySchemes.key = { type: "apiKey", in: "header", name: "X-API-Key" };
      document.paths["/v1/billable-metrics"].get.security = [{ key: [] }];
    },
  },
  {
    what: "the address is another",
    says: "breaking  address — ",
    breaks: true,
    change: (document) => {
      document.servers = [{ url: "https://api.example.com/{version}", variables: { version: { default: "v2" } } }];
    },
  },
  {
    what: "an answer has a new field",
    says: "note      answer 200: data[].region — Is new.",
    breaks: false,
    change: (document) => {
      row(document).properties.region = { type: "string" };
    },
  },
  {
    what: "a question has a new field that may be left out",
    says: "note      body: currency — Is new.",
    breaks: false,
    change: (document) => {
      body(document).properties.currency = { type: "string" };
    },
  },
  {
    what: "an operation is deprecated",
    says: "note      Is deprecated.",
    breaks: false,
    change: (document) => {
      customers(document).deprecated = true;
    },
  },
  {
    what: "prose is another",
    says: "prose     body: window_size — The description was changed.",
    breaks: false,
    change: (document) => {
      body(document).properties.window_size.description = "How long each window is.";
    },
  },
  {
    what: "a call has another name",
    says: "prose     `operationId` of operation `GET /v1/customers/{customer_id}` changed from",
    breaks: false,
    change: (document) => {
      document.paths["/v1/customers/{customer_id}"].get.operationId = "getCustomer-v1";
    },
  },
  {
    what: "a failure is no longer documented",
    says: "note      answer 429 — Response `429` was removed.",
    breaks: false,
    change: (document) => {
      delete customers(document).responses["429"];
    },
  },
  {
    what: "what is said inside a failure is another",
    says: "note      answer 400: message — Property `message` was removed.",
    breaks: false,
    change: (document) => {
      const { schema } = customers(document).responses["400"].content["application/json"];
      delete schema.properties.message;
      delete schema.required;
    },
  },
  {
    what: "a bound on an answer is another",
    says: "note      answer 200: data[].billable_metric_id — `maxLength`",
    breaks: false,
    change: (document) => {
      row(document).properties.billable_metric_id.maxLength = 50;
    },
  },
  {
    what: "a text of an answer has another format",
    says: "breaking  answer 200: data[].start_timestamp — `format`",
    breaks: true,
    change: (document) => {
      row(document).properties.start_timestamp.format = "date";
    },
  },
  {
    what: "a question may hold less",
    says: "breaking  query limit — Upper bound changed from '<= 100' to '<= 50'.",
    breaks: true,
    change: (document) => {
      for (const { name, schema } of customers(document).parameters) if (name === "limit") schema.maximum = 50;
    },
  },
  {
    what: "a list is written another way",
    says: "breaking  query customer_ids — ",
    breaks: true,
    change: (document) => {
      for (const parameter of customers(document).parameters)
        if (parameter.schema.type === "array") parameter.explode = true;
    },
  },
];
