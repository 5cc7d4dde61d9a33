/** Lends a fixed set of resources, one borrower each at a time; borrowers beyond them wait in the order they came. */
export interface Pool<Resource> {
  use<Result>(work: (resource: Resource) => Promise<Result>): Promise<Result>;
  /** As `use`, for as long as what `work` yields is being read. */
  read<Item>(work: (resource: Resource) => AsyncIterable<Item>): AsyncGenerator<Item, void>;
  /** Takes every resource as it comes back and lends none out again. */
  drain(): Promise<Resource[]>;
}

export function createPool<Resource>(resources: readonly Resource[]): Pool<Resource> {
  const idle = [...resources];
  const waiting: ((resource: Resource) => void)[] = [];
  let draining = false;

  function borrow(): Promise<Resource> {
    if (draining) throw new Error("This pool is closed.");
    return take();
  }

  function take(): Promise<Resource> {
    const resource = idle.pop();
    if (resource !== undefined) return Promise.resolve(resource);
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(resource: Resource): void {
    const next = waiting.shift();
    if (next) next(resource);
    else idle.push(resource);
  }

  return {
    async use(work) {
      const resource = await borrow();
      try {
        return await work(resource);
      } finally {
        giveBack(resource);
      }
    },
    async *read(work) {
      const resource = await borrow();
      try {
        yield* work(resource);
      } finally {
        giveBack(resource);
      }
    },
    drain() {
      draining = true;
      return Promise.all(resources.map(take));
    },
  };
}
