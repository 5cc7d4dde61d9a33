import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { LoginForm } from "~/components/LoginForm";
import { login } from "~/shopify/app.server";

export async function loader({ request }: LoaderFunctionArgs) {
  return { problem: (await login(request)).shop };
}

export async function action({ request }: ActionFunctionArgs) {
  return { problem: (await login(request)).shop };
}

export default function Login() {
  const loaded = useLoaderData<typeof loader>();
  const submitted = useActionData<typeof action>();
  return <LoginForm problem={(submitted ?? loaded).problem} />;
}
