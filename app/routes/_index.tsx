import { redirect } from "@remix-run/node";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";

import { LoginForm } from "~/components/LoginForm";

export const meta: MetaFunction = () => [
  { title: "Quintile" },
  {
    name: "description",
    content: "Customer segments for Shopify: who your champions, your new and your lost customers are.",
  },
];

/** Shopify opens the app at its root, with the shop in the query; everyone else sees what the app is. */
export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  return url.searchParams.has("shop") ? redirect(`/app${url.search}`) : null;
}

export default function Landing() {
  return <LoginForm />;
}
