import { EventEmitter } from "node:events";

const emitter = new EventEmitter();
const event = "enqueued";

/** Tells this process's worker that a job may be due. Other processes find it at their next poll. */
export function nudgeWorker(): void {
  emitter.emit(event);
}

/** Calls `listener` on every nudge until the returned function is called. */
export function onNudge(listener: () => void): () => void {
  emitter.on(event, listener);
  return () => emitter.off(event, listener);
}
