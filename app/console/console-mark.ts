import { cache } from "react";
import { runtime } from "#lib/runtime.ts";
import { readConsoleMark } from "#lib/store/console-mark.ts";

/** The mark of what is drawn: read once for each page, before everything else, so that no change falls between. */
export const consoleMark = cache(() => readConsoleMark(runtime().db));
