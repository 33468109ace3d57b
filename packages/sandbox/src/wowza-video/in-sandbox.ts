import type { SandboxVendor } from "../server/sandbox-vendor.js";
import { wowzaVideoRules } from "./rules.js";
import type { Variants } from "./variants.js";
import { wowzaVideo } from "./wowza-video.js";

// Constant, so that it can be written down.
const token = "sandbox-wowza-token";

/** Behaviour of Wowza Video that no source settles. */
export interface WowzaVideoVariants {
  /** Whether the hour that starts at `to` counts. Default `exclusive`: it does not. */
  readonly end?: Variants["end"];
  /** Whether GET /usage/accounts exists too, with `accounts` in its answer. Default false. */
  readonly pluralPath?: boolean;
  /** The member of the account in GET /usage/account. Default `account`. */
  readonly envelope?: Variants["envelope"];
  /** The `next_page_key` of the last page. Default `null`. */
  readonly lastPageKey?: Variants["lastPageKey"];
  /** Whether the account has `avg_viewing_seconds`. Default true. */
  readonly averageViewing?: boolean;
}

/** How to reach Wowza Video. */
export interface WowzaVideoConnections {
  /** The account of the customer; `customerId` is the one that the world knows. */
  readonly "wowza-video": { readonly baseUrl: string; readonly token: string; readonly customerId: string };
}

/** Wowza Video as a vendor of the sandbox. */
export const wowzaVideoInSandbox: SandboxVendor<WowzaVideoVariants, WowzaVideoConnections> = {
  rules: wowzaVideoRules,
  make: ({ world, customer, clock, lenient, limit }, variants) =>
    wowzaVideo(world, {
      token,
      limiter: limit(10),
      customerId: customer.id,
      variants: { ...variants, lenient },
      clock,
    }),
  connect: (origin, customer) => ({
    "wowza-video": { baseUrl: `${origin}/wowza-video/api/v2.0`, token, customerId: customer.id },
  }),
  environment: ({ "wowza-video": { baseUrl } }) => ({ WOWZA_VIDEO_TOKEN: token, WOWZA_VIDEO_BASE_URL: baseUrl }),
};
