import { undiciFetch } from "@metermux/http/undici";
import { facadeOver } from "./facade.js";

export const read = facadeOver(undiciFetch);
