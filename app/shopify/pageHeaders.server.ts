import type { HeadersFunction } from "@remix-run/node";
import { boundary } from "@shopify/shopify-app-remix/server";

/**
 * The headers of a page inside the admin. Every page with an error boundary of its own exports it: otherwise Remix drops
 * what the library answers with, such as the header that makes App Bridge repeat a request with a new session token.
 */
export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
