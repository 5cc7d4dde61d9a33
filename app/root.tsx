import type { LoaderFunctionArgs } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";

import { appBridgeUrl } from "~/shopify/addresses.server";
import { environment } from "~/state/environment.server";

/** App Bridge belongs to the pages inside the admin only. */
export function loader({ request }: LoaderFunctionArgs) {
  const { pathname } = new URL(request.url);
  const isEmbedded = pathname === "/app" || pathname.startsWith("/app/");
  return { appBridge: isEmbedded ? { url: appBridgeUrl(), apiKey: environment().SHOPIFY_API_KEY } : null };
}

export const shouldRevalidate = () => false;

/** The document. App Bridge comes first of all scripts and is not deferred, as Shopify demands. */
export function Layout({ children }: { children: ReactNode }) {
  const appBridge = useRouteLoaderData<typeof loader>("root")?.appBridge;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        {appBridge && <script src={appBridge.url} data-api-key={appBridge.apiKey} />}
        <link rel="preconnect" href="https://cdn.shopify.com/" />
        <link rel="stylesheet" href="https://cdn.shopify.com/static/fonts/inter/v4/styles.css" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}
