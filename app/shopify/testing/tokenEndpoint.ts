import type { AddressInfo } from "node:net";
import { createServer } from "node:http";

export interface TokenRequest {
  readonly shop: string | undefined;
  readonly body: Readonly<Record<string, string>>;
}
export interface TokenReply {
  readonly status: number;
  readonly body: unknown;
}

/** For tests: an address that answers `/admin/oauth/access_token` as told, and keeps what it was asked. */
export async function tokenEndpoint(reply: (request: TokenRequest, nth: number) => TokenReply | "hang up") {
  const requests: TokenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const shop = incoming.headers["x-forwarded-host"];
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      requests.push({ shop: typeof shop === "string" ? shop : undefined, body });
      const answer = reply({ shop: undefined, body }, requests.length);
      if (answer === "hang up") {
        incoming.socket.destroy();
        return;
      }
      // Slow enough that requests made side by side overlap.
      setTimeout(() => {
        outgoing.writeHead(answer.status, { "Content-Type": "application/json" });
        outgoing.end(JSON.stringify(answer.body));
      }, 30);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The n-th pair of tokens, in Shopify's own form. */
export const pair = (n: number): TokenReply => ({
  status: 200,
  body: {
    access_token: `shpat_${String(n)}`,
    scope: "read_customers,read_orders",
    expires_in: 3600,
    refresh_token: `shprt_${String(n)}`,
    refresh_token_expires_in: 7_776_000,
  },
});
