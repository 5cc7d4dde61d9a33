import { setTimeout as sleep } from "node:timers/promises";

/** How much of something there may be at most. */
export interface Limits {
  readonly items: number;
  readonly bytes: number;
}

export interface GroupCommitOptions<Item> {
  /** Makes all of some items durable at once, or rejects and makes none so. Never called again before it is over. */
  readonly write: (items: readonly Item[]) => Promise<void>;
  readonly bytesOf: (item: Item) => number;
  /** How long the first one waits for others, in milliseconds. */
  readonly gatherMs: number;
  /** What is handed to one write; an item that is larger is handed over alone. */
  readonly batch: Limits;
  /** What may wait in memory, the write under way included. */
  readonly waiting: Limits;
}

/** More waits to be written than there may: whoever brings more has to come again later. */
export class InboxFullError extends Error {
  override readonly name = "InboxFullError";
}

interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Writes what comes in at about the same time together: all that arrives within some milliseconds, or while a write is under way,
 * shares the next one. A commit costs the same for a hundred rows as for one.
 *
 * @returns a function that resolves once its item is durable. It rejects with whatever the write of its batch rejects with, and
 * with {@link InboxFullError} at once where too much waits.
 */
export function createGroupCommit<Item>(options: GroupCommitOptions<Item>): (item: Item) => Promise<void> {
  const { write, bytesOf, gatherMs, batch, waiting } = options;
  const queue: Waiting<Item>[] = [];
  const held = { items: 0, bytes: 0 };
  let isWriting = false;

  async function writeAll(): Promise<void> {
    await sleep(gatherMs);
    while (queue.length > 0) {
      const together = queue.splice(0, sizeOfBatch(queue, batch));
      const outcome = await write(together.map(({ item }) => item)).then(
        () => (each: Waiting<Item>) => {
          each.resolve();
        },
        (error: unknown) => (each: Waiting<Item>) => {
          each.reject(error);
        },
      );
      for (const each of together) {
        held.items -= 1;
        held.bytes -= each.bytes;
        outcome(each);
      }
    }
    isWriting = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const bytes = bytesOf(item);
      if (held.items + 1 > waiting.items || held.bytes + bytes > waiting.bytes) {
        const { items } = held;
        reject(new InboxFullError(`${String(items)} wait to be written, and no more can.`));
        return;
      }
      held.items += 1;
      held.bytes += bytes;
      queue.push({ item, bytes, resolve, reject });
      if (isWriting) return;
      isWriting = true;
      void writeAll();
    });
}

/** How many of those that wait go into the next write: at least one. */
function sizeOfBatch(queue: readonly { readonly bytes: number }[], { items, bytes }: Limits): number {
  let total = 0;
  const over = queue.findIndex((each, place) => {
    total += each.bytes;
    return place >= items || (place > 0 && total > bytes);
  });
  return over === -1 ? queue.length : over;
}
