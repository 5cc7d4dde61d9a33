import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { CLIENT } from "./startSandbox";

export interface Received {
  topic: string;
  headers: IncomingHttpHeaders;
  body: string;
  isSigned: boolean;
}

/** An app that only listens: answers 200 to what Shopify signed and 401 to all else, and keeps everything. */
export interface Receiver {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { headers } = request;
      const body = Buffer.concat(chunks).toString();
      const signature = createHmac("sha256", CLIENT.clientSecret).update(body).digest("base64");
      const isSigned = headers["x-shopify-hmac-sha256"] === signature;
      received.push({ topic: String(headers["x-shopify-topic"]), headers, body, isSigned });
      response.writeHead(isSigned ? 200 : 401).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    received,
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
