/** Typed clients of Amberflo's usage API and customer portal, generated from a curated OpenAPI spec. */
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
export {
  type AmberfloClient,
  type AmberfloOptions,
  type AmberfloPortalClient,
  type AmberfloPortalOptions,
  createAmberflo,
  createAmberfloPortal,
  defaultRate,
} from "./client.js";
export { type CompiledUsageQuery, compileUsageQuery } from "./compile-usage-query.js";
export type { components, operations, paths } from "./schema.js";
