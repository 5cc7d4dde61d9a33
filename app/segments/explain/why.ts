import type { MentionedNames } from "../overview/overview";
import type { ExplainedGroup } from "./explanation";

/**
 * Why somebody is in a segment or not, with the names that its rule mentions; or why that cannot be said, in words. Shared
 * with the browser, as JSON.
 */
export type Why =
  | { readonly ok: true; readonly explanation: ExplainedGroup; readonly names: MentionedNames }
  | { readonly ok: false; readonly message: string };
