import { expect, test } from "vitest";

import { addressOf, appBridgeUrl, readdressHeaders, readdressResponse } from "./addresses.server";

const sandbox = "http://localhost:4400";
const request = "https://one.myshopify.com/admin/api/2026-10/graphql.json?x=1";

test("without the switch everything is Shopify's", async () => {
  expect(addressOf(request, null)).toEqual({ url: request, headers: {} });
  expect(appBridgeUrl(null)).toBe("https://cdn.shopify.com/shopifycloud/app-bridge.js");
  const headers = new Headers({ "Content-Security-Policy": "frame-ancestors https://admin.shopify.com;" });
  readdressHeaders(headers, null);
  expect(headers.get("Content-Security-Policy")).toBe("frame-ancestors https://admin.shopify.com;");
  const response = new Response("x");
  expect(await readdressResponse(response, null)).toBe(response);
});

test("with the switch requests go to the sandbox and say for which shop", () => {
  expect(addressOf(request, sandbox)).toEqual({
    url: "http://localhost:4400/admin/api/2026-10/graphql.json?x=1",
    headers: { "X-Forwarded-Host": "one.myshopify.com" },
  });
});

test("with the switch the sandbox may frame the pages, and nobody else; App Bridge is its own", async () => {
  const library = new Response('<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>', {
    status: 200,
    headers: {
      "Content-Type": "text/html;charset=utf-8",
      "Content-Security-Policy": "frame-ancestors https://one.myshopify.com https://admin.shopify.com;",
      Link: '<https://cdn.shopify.com/shopifycloud/app-bridge.js>; rel="preload"; as="script";',
    },
  });
  const readdressed = await readdressResponse(library, sandbox);
  expect(readdressed.headers.get("Content-Security-Policy")).toBe("frame-ancestors http://localhost:4400;");
  expect(readdressed.headers.get("Link")).toBe(
    '<http://localhost:4400/app-bridge.js>; rel="preload"; as="script";',
  );
  expect(await readdressed.text()).toBe('<script src="http://localhost:4400/app-bridge.js"></script>');
});

test("with the switch a redirect to the admin leads to the sandbox's, other redirects stay", async () => {
  const to = async (location: string) =>
    (
      await readdressResponse(new Response(null, { status: 302, headers: { Location: location } }), sandbox)
    ).headers.get("Location");
  expect(await to("https://admin.shopify.com/store/one/apps/key")).toBe(
    "http://localhost:4400/store/one/apps/key",
  );
  expect(await to("/auth/session-token?shop=x")).toBe("/auth/session-token?shop=x");
});
