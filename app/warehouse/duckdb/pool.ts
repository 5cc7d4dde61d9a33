/** Lends a fixed set of resources, one borrower each at a time; borrowers beyond them wait in the order they came. */
export interface Pool<Resource> {
  use<Result>(work: (resource: Resource) => Promise<Result>): Promise<Result>;
  /** Takes every resource as it comes back and lends none out again. */
  drain(): Promise<Resource[]>;
}

export function createPool<Resource>(resources: readonly Resource[]): Pool<Resource> {
  const idle = [...resources];
  const waiting: ((resource: Resource) => void)[] = [];
  let draining = false;

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
      if (draining) throw new Error("This pool is closed.");
      const resource = await take();
      try {
        return await work(resource);
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
