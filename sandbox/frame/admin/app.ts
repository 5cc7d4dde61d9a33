import type { Answers, FromAdmin, FromApp, Question } from "../messages";

/** The framed app as the admin page sees it: one window of one origin. */
export interface FramedApp {
  tell(message: FromAdmin): void;
  on<K extends FromApp["kind"]>(kind: K, listener: (message: Extract<FromApp, { kind: K }>) => void): void;
  /** Sets how a question of the app is answered. */
  answer<Q extends Question>(question: Q, answer: () => Promise<Answers[Q]>): void;
}

export function connectApp(frame: HTMLIFrameElement, appOrigin: string): FramedApp {
  const listeners: { kind: string; listener: (message: never) => void }[] = [];
  const answers = new Map<Question, () => Promise<Answers[Question]>>();

  const tell = (message: FromAdmin): void => {
    frame.contentWindow?.postMessage(message, appOrigin);
  };
  const reply = async (id: string, question: Question): Promise<void> => {
    const answer = answers.get(question);
    if (answer === undefined) return;
    try {
      tell({ kind: "answer", id, value: await answer() });
    } catch (error) {
      tell({ kind: "refusal", id, reason: error instanceof Error ? error.message : String(error) });
    }
  };

  window.addEventListener("message", (event: MessageEvent<FromApp>) => {
    if (event.source !== frame.contentWindow || event.origin !== appOrigin) return;
    const message = event.data;
    if (message.kind === "ask") void reply(message.id, message.question);
    for (const { kind, listener } of listeners) if (kind === message.kind) listener(message as never);
  });

  return {
    tell,
    on(kind, listener) {
      listeners.push({ kind, listener });
    },
    answer(question, answer) {
      answers.set(question, answer);
    },
  };
}
