/** Resources by key, each opened when somebody uses it and closed once nobody has for a while. */
export interface OnDemand<Resource> {
  /**
   * Opens the resource where it is not open, and keeps it so until `work` is over. Where as many as may be open are all in
   * use, waits for the first that no longer is; whoever waits gets one in the order they came.
   *
   * Whoever uses one may use it again within `work`, but not another: with all in use, each would wait for the other.
   */
  use<Result>(key: string, work: (resource: Resource) => Promise<Result>): Promise<Result>;
  /** As `use`, for as long as what `work` yields is being read. */
  read<Item>(key: string, work: (resource: Resource) => AsyncIterable<Item>): AsyncGenerator<Item, void>;
  /**
   * Closes the resource once nobody uses it, those who come meanwhile included, then does `work`, during which nobody can open
   * it. Whoever uses it must not ask for this and wait.
   */
  whileClosed(key: string, work: () => Promise<void>): Promise<void>;
  /** Closes all that are open now, each once nobody uses it. */
  closeAll(): Promise<void>;
}

export interface OnDemandOptions<Resource> {
  /** Open at the same time, those being opened and closed included. */
  readonly limit: number;
  /** How long one stays open unused, in milliseconds. */
  readonly idleMs: number;
  readonly open: (key: string) => Promise<Resource>;
  /** Must not reject: nobody could do anything about it. */
  readonly close: (resource: Resource) => Promise<void>;
  /** Whether it can no longer be used; then it is closed as soon as nobody does, and opened anew for the next. */
  readonly isBroken?: (resource: Resource) => boolean;
}

interface Entry<Resource> {
  readonly key: string;
  /** Resolves once it is open; what waits for a place is an entry already, so that all who want one key share it. */
  readonly opened: Promise<Resource>;
  /** Resolves once it is gone. */
  readonly over: Promise<void>;
  letGo: () => void;
  users: number;
  /** To be closed as soon as nobody uses it. Until then it takes users: it may be a user that uses it once more. */
  isLeaving: boolean;
  isClosing: boolean;
  expiry?: NodeJS.Timeout;
}

export function createOnDemand<Resource>(options: OnDemandOptions<Resource>): OnDemand<Resource> {
  const { limit, idleMs, open, close, isBroken = () => false } = options;
  const entries = new Map<string, Entry<Resource>>();
  /** What is being done while one is closed. */
  const pauses = new Map<string, Promise<unknown>>();
  /** Open and used by nobody, least recently used first. */
  const idle = new Set<Entry<Resource>>();
  const waiting: (() => void)[] = [];
  let free = limit;
  /** Let go, with their place not given back yet. */
  let closing = 0;

  function takePlace(): Promise<void> {
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
      const [leastRecent] = idle;
      if (isRoomWanted() && leastRecent) dismiss(leastRecent);
    });
  }

  /** Handed on directly, so that nobody who comes just then slips in before those who wait. */
  function givePlace(): void {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }

  const isRoomWanted = () => waiting.length > closing;

  function dismiss(entry: Entry<Resource>): void {
    idle.delete(entry);
    clearTimeout(entry.expiry);
    entry.isClosing = true;
    closing++;
    entry.letGo();
  }

  function start(key: string): Entry<Resource> {
    let letGo: () => void = () => undefined;
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    const opened = takePlace().then(() => open(key));
    const over = opened
      .then(
        async (resource) => {
          await isLetGo;
          await close(resource);
          closing--;
        },
        () => undefined,
      )
      .then(() => {
        entries.delete(key);
        givePlace();
      });
    const entry: Entry<Resource> = { key, opened, over, letGo, users: 0, isLeaving: false, isClosing: false };
    entries.set(key, entry);
    return entry;
  }

  /** Finds or makes the entry of a key that can be used. */
  async function enter(key: string): Promise<Entry<Resource>> {
    for (;;) {
      const pause = pauses.get(key);
      const entry = entries.get(key);
      if (pause) await pause;
      else if (entry?.isClosing) await entry.over;
      else return hold(entry ?? start(key));
    }
  }

  function hold(entry: Entry<Resource>): Entry<Resource> {
    entry.users++;
    idle.delete(entry);
    clearTimeout(entry.expiry);
    return entry;
  }

  function release(entry: Entry<Resource>, resource: Resource): void {
    entry.users--;
    if (entry.users > 0) return;
    if (entry.isLeaving || isRoomWanted() || isBroken(resource)) {
      dismiss(entry);
      return;
    }
    idle.add(entry);
    entry.expiry = setTimeout(() => {
      dismiss(entry);
    }, idleMs).unref();
  }

  function leave(entry: Entry<Resource>): Promise<void> {
    if (idle.has(entry)) dismiss(entry);
    entry.isLeaving = true;
    return entry.over;
  }

  return {
    async use(key, work) {
      const entry = await enter(key);
      const resource = await entry.opened;
      try {
        return await work(resource);
      } finally {
        release(entry, resource);
      }
    },
    async *read(key, work) {
      const entry = await enter(key);
      const resource = await entry.opened;
      try {
        yield* work(resource);
      } finally {
        release(entry, resource);
      }
    },
    async whileClosed(key, work) {
      // Whoever comes in between is served and closed again, too.
      for (let entry = entries.get(key); entry || pauses.has(key); entry = entries.get(key)) {
        await (entry ? leave(entry) : pauses.get(key));
      }
      const pause = work();
      pauses.set(
        key,
        pause
          .catch(() => undefined)
          .finally(() => {
            pauses.delete(key);
          }),
      );
      await pause;
    },
    async closeAll() {
      await Promise.all([...entries.values()].map(leave));
    },
  };
}
