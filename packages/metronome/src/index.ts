/** Typed client of Metronome's usage API, generated from a curated OpenAPI spec. */
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
export { createMetronome, defaultRate, type MetronomeClient, type MetronomeOptions } from "./client.js";
export { type PaginateOptions, paginate } from "./paginate.js";
export type { components, operations, paths } from "./schema.js";
