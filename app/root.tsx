import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
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

const fromTheAdmin = "Open Quintile from the Apps list of your Shopify admin.";
const failed = { title: "Something went wrong", what: fromTheAdmin };
/** What is said, by status; all others are a failure. */
const wordsFor: Readonly<Record<number, { readonly title: string; readonly what: string }>> = {
  404: { title: "There is no such page", what: fromTheAdmin },
  503: {
    title: "Quintile is not available right now",
    what: "It cannot reach its database at the moment. Wait a minute, then try again.",
  },
};

/** Where no page of the app was reached. Plain HTML, as everything outside the admin. */
export function ErrorBoundary() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, what } = wordsFor[status] ?? failed;
  return (
    <main
      style={{
        maxWidth: "26rem",
        margin: "15vh auto 0",
        padding: "0 1rem",
        font: "1rem/1.5 Inter, sans-serif",
      }}
    >
      <h1 style={{ fontSize: "1.5rem" }}>{title}</h1>
      <p>{what}</p>
    </main>
  );
}
