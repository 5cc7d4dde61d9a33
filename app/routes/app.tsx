import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useNavigation } from "@remix-run/react";
import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { NavMenu, useAppBridge } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { useEffect, useState } from "react";

import { AdminProvider } from "~/components/AdminProvider";
import { localeOf } from "~/components/locale";
import { PageError } from "~/components/PageError";
import { isSearchOnly } from "~/components/searchOnly";
import styles from "~/components/pages.module.css";
import { ShopFormatProvider } from "~/components/ShopFormatContext";
import { readShop } from "~/customers/shopSettings.server";
import { authenticate } from "~/shopify/app.server";
import { staffOf } from "~/shopify/staff.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";

export { headers } from "~/shopify/pageHeaders.server";

export const meta: MetaFunction = () => [{ title: "Quintile" }];

export const links = () => [{ rel: "stylesheet", href: polarisStyles }];

/** Everything under /app is for a signed-in user of a shop's admin. */
export async function loader({ request }: LoaderFunctionArgs) {
  const signedIn = await authenticate.admin(request);
  const { shop } = signedIn.session;
  // So that pages can say who did something: nobody waits for it.
  const [{ currency, timezone }] = await Promise.all([
    readShop(shop),
    staffOf(request, signedIn, new Date()),
  ]);
  // Before the first sync has asked Shopify there is no amount and no date to be written.
  const known = { currency: currency ?? "USD", timeZone: timezone ?? "UTC" };
  return { ...known, currencyDigits: minorUnitDigits(known.currency), locale: localeOf(request) };
}

export function shouldRevalidate({ defaultShouldRevalidate, ...change }: ShouldRevalidateFunctionArgs) {
  return !isSearchOnly(change) && defaultShouldRevalidate;
}

export default function App() {
  const { locale, ...shop } = useLoaderData<typeof loader>();
  // The admin names the reader's locale only in the address that it opens first.
  const [opened] = useState(locale);
  return (
    <AdminProvider>
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/segments">Segments</Link>
        <Link to="/app/compare">Compare with Shopify</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      <LoadingBar />
      <ShopFormatProvider facts={{ ...shop, locale: opened }}>
        <div className={styles.pages}>
          <Outlet />
        </div>
      </ShopFormatProvider>
    </AdminProvider>
  );
}

/** The admin's own loading bar, while a page of the app is on its way. */
function LoadingBar() {
  const shopify = useAppBridge();
  const { state } = useNavigation();
  useEffect(() => {
    shopify.loading(state === "loading");
    // Also where an error takes the page, and this with it, out of the frame.
    return () => {
      shopify.loading(false);
    };
  }, [shopify, state]);
  return null;
}

export function ErrorBoundary() {
  return (
    <AdminProvider>
      <PageError />
    </AdminProvider>
  );
}
