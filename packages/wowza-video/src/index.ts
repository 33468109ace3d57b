/** Typed client of Wowza Video's usage API, generated from a curated OpenAPI spec. */
export {
  type Clock,
  type ConnectionOptions,
  type Credential,
  type CredentialRequest,
  type ErrorCode,
  type ErrorDetails,
  isMetermuxError,
  MetermuxError,
  type Rate,
  type TransportEvent,
  unwrap,
} from "@metermux/http";
export { createWowzaVideo, defaultRate, type WowzaVideoClient, type WowzaVideoOptions } from "./client.js";
export { hour, type Resource, type ResourceFilter, resourceFilter } from "./query.js";
export type { components, operations, paths } from "./schema.js";
