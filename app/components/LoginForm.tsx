import { Form } from "@remix-run/react";

const problems = {
  MISSING_SHOP: "Enter your shop's address.",
  INVALID_SHOP: "This is not the address of a Shopify store. It looks like example.myshopify.com.",
} as const;

/** Outside the admin: what the app is, and the way to it. Plain HTML, because App Bridge and Polaris live in the admin. */
export function LoginForm({ problem }: { problem?: keyof typeof problems }) {
  return (
    <main
      style={{
        maxWidth: "26rem",
        margin: "15vh auto 0",
        padding: "0 1rem",
        font: "1rem/1.5 Inter, sans-serif",
      }}
    >
      <h1 style={{ fontSize: "1.5rem" }}>Quintile</h1>
      <p>See who your champions, your new and your lost customers are, inside your Shopify admin.</p>
      <Form method="post" action="/auth/login">
        <label htmlFor="shop">Shop address</label>
        <input
          id="shop"
          name="shop"
          type="text"
          inputMode="url"
          autoComplete="on"
          placeholder="example.myshopify.com"
          aria-describedby="shop-problem"
          aria-invalid={problem !== undefined}
          style={{
            display: "block",
            width: "100%",
            boxSizing: "border-box",
            margin: ".25rem 0",
            padding: ".5rem",
          }}
        />
        <p id="shop-problem" role="alert" style={{ minHeight: "1.5rem", margin: 0, color: "#8e1f0b" }}>
          {problem && problems[problem]}
        </p>
        <button type="submit" style={{ padding: ".5rem 1rem" }}>
          Open in Shopify
        </button>
      </Form>
    </main>
  );
}
