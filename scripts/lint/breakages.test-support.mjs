// For each rule of redocly.yaml, a copy of Metronome's spec that breaks it.

/** @typedef {Record<string, any>} Node of a document */

/** @param {Node} node @param {string} path @param {string} method @returns {Node} */
const operation = ({ paths }, path, method) => paths[path][method];
/** @param {Node} operation @param {string} status @returns {Node} */
const media = ({ responses }, status) => responses[status].content["application/json"];

/**
 * For each rule: a place in the spec, and a change that breaks the rule there.
 * @type {Record<string, { place: string, breaks: (spec: Node) => void }>}
 */
export const breakages = {
  "no-unused-components": {
    place: "#/components/schemas/Unused",
    breaks: ({ components }) => {
      components.schemas.Unused = { description: "Unused.", type: "string" };
    },
  },
  "no-invalid-media-type-examples": {
    place: "#/components/examples/usage-page-day/value/data/0",
    breaks: ({ components }) => {
      components.examples["usage-page-day"].value.data[0].surplus = 1;
    },
  },
  "no-invalid-schema-examples": {
    place: "#/components/schemas/BillableStatus/properties/value/examples/0",
    breaks: ({ components }) => {
      components.schemas.BillableStatus.properties.value.examples = [1];
    },
  },
  "no-invalid-parameter-examples": {
    place: "#/components/parameters/NextPage",
    breaks: ({ components }) => {
      components.parameters.NextPage.example = 1;
    },
  },
  "no-required-schema-properties-undefined": {
    place: "#/components/schemas/CustomerConfig/required/1",
    breaks: ({ components }) => {
      components.schemas.CustomerConfig.required.push("ghost");
    },
  },
  "no-unresolved-refs": {
    place: "#/paths/~1v1~1customers/get/x-provenance",
    breaks: (spec) => {
      operation(spec, "/v1/customers", "get")["x-provenance"] = { $ref: "./provenance.yaml#/operations/nobody" };
    },
  },
  "operation-operationId": {
    place: "#/paths/~1v1~1billable-metrics~1{billable_metric_id}/get",
    breaks: (spec) => {
      delete operation(spec, "/v1/billable-metrics/{billable_metric_id}", "get").operationId;
    },
  },
  "operation-operationId-unique": {
    place: "#/paths/~1v1~1customers~1{customer_id}~1billable-metrics",
    breaks: (spec) => {
      operation(spec, "/v1/customers/{customer_id}/billable-metrics", "get").operationId = "listCustomers";
    },
  },
  "operation-description": {
    place: "#/paths/~1v1~1billable-metrics/get",
    breaks: (spec) => {
      delete operation(spec, "/v1/billable-metrics", "get").description;
    },
  },
  "operation-tag-defined": {
    place: "#/paths/~1v1~1billable-metrics/get/tags/0",
    breaks: (spec) => {
      operation(spec, "/v1/billable-metrics", "get").tags = ["Elsewhere"];
    },
  },
  "operation-singular-tag": {
    place: "#/paths/~1v1~1usage~1groups/post/tags",
    breaks: (spec) => {
      operation(spec, "/v1/usage/groups", "post").tags.push("Customers");
    },
  },
  "parameter-description": {
    place: "#/components/parameters/PageLimit",
    breaks: ({ components }) => {
      delete components.parameters.PageLimit.description;
    },
  },
  "tag-description": {
    place: "#/tags/0",
    breaks: ({ tags }) => {
      delete tags[0].description;
    },
  },
  "array-parameter-serialization": {
    place: "#/paths/~1v1~1customers/get/parameters",
    breaks: (spec) => {
      for (const parameter of operation(spec, "/v1/customers", "get").parameters) {
        delete parameter.style;
        delete parameter.explode;
      }
    },
  },
  "rule/error-has-content": {
    place: "#/components/responses/NotFound",
    breaks: ({ components }) => {
      delete components.responses.NotFound.content;
    },
  },
  "rule/success-has-content": {
    place: "#/paths/~1v1~1customers~1{customer_id}/get/responses/200",
    breaks: (spec) => {
      delete operation(spec, "/v1/customers/{customer_id}", "get").responses["200"].content;
    },
  },
  "rule/success-has-examples": {
    place: "#/paths/~1v1~1billable-metrics/get/responses/200/content/application~1json",
    breaks: (spec) => {
      delete media(operation(spec, "/v1/billable-metrics", "get"), "200").examples;
    },
  },
  "rule/request-has-examples": {
    place: "#/paths/~1v1~1events~1search/post/requestBody/content/application~1json",
    breaks: (spec) => {
      delete operation(spec, "/v1/events/search", "post").requestBody.content["application/json"].examples;
    },
  },
  "rule/operation-id-camel-case": {
    place: "#/paths/~1v1~1events~1search/post/operationId",
    breaks: (spec) => {
      operation(spec, "/v1/events/search", "post").operationId = "search_events";
    },
  },
  "rule/operation-has-provenance": {
    place: "#/paths/~1v1~1events~1search/post",
    breaks: (spec) => {
      delete operation(spec, "/v1/events/search", "post")["x-provenance"];
    },
  },
  "rule/property-has-description": {
    place: "#/components/schemas/Customer/properties/name",
    breaks: ({ components }) => {
      delete components.schemas.Customer.properties.name.description;
    },
  },
  "rule/schema-has-description": {
    place: "#/components/schemas/PropertyFilter",
    breaks: ({ components }) => {
      delete components.schemas.PropertyFilter.description;
    },
  },
  "rule/number-has-format": {
    place: "#/components/schemas/UsageAmount",
    breaks: ({ components }) => {
      delete components.schemas.UsageAmount.format;
    },
  },
  "house/decimal-only-in-answers": {
    place: "#/components/schemas/UsageGroupsRequest/properties/customer_id/format",
    breaks: ({ components }) => {
      components.schemas.UsageGroupsRequest.properties.customer_id.format = "decimal";
    },
  },
  "house/answer-stays-open": {
    place: "#/components/schemas/UsagePage/additionalProperties",
    breaks: ({ components }) => {
      components.schemas.UsagePage.additionalProperties = false;
    },
  },
  "house/cursor-has-link": {
    place: "#/paths/~1v1~1customers~1{customer_id}~1billable-metrics/get/responses",
    breaks: (spec) => {
      delete operation(spec, "/v1/customers/{customer_id}/billable-metrics", "get").responses["200"].links;
    },
  },
};
