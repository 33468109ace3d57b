import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readSpec } from "./read-spec.js";

/**
 * Checks a request body by a spec. Returns the violation, or undefined.
 *
 * @param operation as in `POST /v1/usage`.
 */
export function judgeBody(vendor: string, operation: string, body: unknown): string | undefined {
  const spec = readSpec(vendor);
  const [verb = "", path = ""] = operation.split(" ");
  const schema = spec.paths[path]?.[verb.toLowerCase()]?.requestBody?.content["application/json"]?.schema;
  if (schema === undefined) throw new Error(`${vendor} has no body for ${operation}`);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat("decimal", true);
  const validate = ajv.compile({ ...schema, components: spec.components });
  return validate(body) ? undefined : ajv.errorsText(validate.errors);
}
