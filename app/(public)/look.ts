import { cache } from "react";
import { runtime } from "#lib/runtime.ts";
import { readPageLook } from "#lib/services/read-page-look.ts";

/** Read once per request. */
export const lookNow = cache(() => readPageLook(runtime().db, Date.now()));
