import { Agent as PlainAgent, request as plainRequest, type OutgoingHttpHeaders } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";

/** A receiver has this long to answer, connection included. */
const TIMEOUT_MS = 5000;

/** Sends bodies to receivers over connections that are kept open, some at once and the rest in their turn. */
export interface Poster {
  /** The status that came back, or null when none came in time. Redirects are not followed. Rejects when closed. */
  post(uri: string, headers: OutgoingHttpHeaders, body: string): Promise<number | null>;
  close(): void;
}

export function createPoster(atOnce: number): Poster {
  const agents = {
    plain: new PlainAgent({ keepAlive: true, maxSockets: atOnce }),
    tls: new TlsAgent({ keepAlive: true, maxSockets: atOnce }),
  };
  let free = atOnce;
  let isClosed = false;
  let waiting: (() => void)[] = [];
  let nextWaiting = 0;

  async function turn(): Promise<void> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function giveBack(): void {
    const next = waiting[nextWaiting];
    if (!next) {
      free++;
      return;
    }
    nextWaiting++;
    if (nextWaiting > 1000) {
      waiting = waiting.slice(nextWaiting);
      nextWaiting = 0;
    }
    next();
  }

  function send(
    uri: string,
    headers: OutgoingHttpHeaders,
    body: string,
    isAgain = false,
  ): Promise<number | null> {
    const isTls = uri.startsWith("https:");
    const ask = isTls ? tlsRequest : plainRequest;
    return new Promise((resolve) => {
      const request = ask(uri, {
        method: "POST",
        agent: isTls ? agents.tls : agents.plain,
        headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
      });
      const tooLate = setTimeout(() => {
        resolve(null);
        request.destroy();
      }, TIMEOUT_MS);
      const end = (status: number | null): void => {
        clearTimeout(tooLate);
        resolve(status);
      };
      request.on("response", (response) => {
        response.resume();
        end(response.statusCode ?? null);
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        // A kept connection that the receiver was just closing says nothing of the receiver.
        if (request.reusedSocket && error.code === "ECONNRESET" && !isAgain && !isClosed) {
          clearTimeout(tooLate);
          void send(uri, headers, body, true).then(resolve);
        } else {
          end(null);
        }
      });
      request.end(body);
    });
  }

  return {
    async post(uri, headers, body) {
      await turn();
      try {
        if (isClosed) throw new Error("The sandbox is closing");
        return await send(uri, headers, body);
      } finally {
        giveBack();
      }
    },
    close() {
      isClosed = true;
      agents.plain.destroy();
      agents.tls.destroy();
    },
  };
}
