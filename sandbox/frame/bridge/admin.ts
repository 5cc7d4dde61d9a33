import type { Answers, FromAdmin, FromApp, Question } from "../messages";
import { SandboxAppBridgeError } from "./error";

/** The line to the admin page that frames the app. It speaks to one origin only and hears only its own parent. */
export interface Admin {
  tell(message: FromApp): void;
  ask<Q extends Question>(question: Q): Promise<Answers[Q]>;
  /** Calls `listener` for every message of that kind. */
  on<K extends FromAdmin["kind"]>(
    kind: K,
    listener: (message: Extract<FromAdmin, { kind: K }>) => void,
  ): void;
}

interface Waiting {
  answer(value: unknown): void;
  refuse(reason: Error): void;
}

export function connectAdmin(adminOrigin: string): Admin {
  const waiting = new Map<string, Waiting>();
  const listeners: { kind: string; listener: (message: never) => void }[] = [];
  let questions = 0;

  window.addEventListener("message", (event: MessageEvent<FromAdmin>) => {
    if (event.source !== window.parent || event.origin !== adminOrigin) return;
    const message = event.data;
    if (message.kind === "answer") waiting.get(message.id)?.answer(message.value);
    if (message.kind === "refusal") {
      waiting.get(message.id)?.refuse(new SandboxAppBridgeError(message.reason));
    }
    if (message.kind === "answer" || message.kind === "refusal") waiting.delete(message.id);
    for (const { kind, listener } of listeners) if (kind === message.kind) listener(message as never);
  });

  const tell = (message: FromApp): void => {
    window.parent.postMessage(message, adminOrigin);
  };

  return {
    tell,
    ask<Q extends Question>(question: Q): Promise<Answers[Q]> {
      if (window.parent === window) {
        return Promise.reject(
          new SandboxAppBridgeError(
            `The page is not framed by the admin, so nobody can answer "${question}".`,
          ),
        );
      }
      questions += 1;
      const id = String(questions);
      return new Promise<Answers[Q]>((resolve, reject) => {
        // The admin page answers each question with its own kind of answer.
        waiting.set(id, {
          answer: (value) => {
            resolve(value as Answers[Q]);
          },
          refuse: reject,
        });
        tell({ kind: "ask", id, question });
      });
    },
    on(kind, listener) {
      listeners.push({ kind, listener });
    },
  };
}
