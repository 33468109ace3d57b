import { undiciFetch } from "@metermux/http/undici";
import { clientOver } from "./client.js";

export const read = clientOver(undiciFetch);
