/** Something that several use together: made for the first of them, closed after the last. */
export interface Shared<Resource> {
  /** Where the one there is has broken, waits until the others have let go of it, and makes a new one. */
  borrow(): Promise<Loan<Resource>>;
}

export interface Loan<Resource> {
  readonly resource: Resource;
  giveBack(): void;
  /** Nobody can use it any more, and nobody else gets it. */
  declareBroken(): void;
}

interface Held<Resource> {
  readonly made: Promise<Resource>;
  readonly over: Promise<void>;
  end: () => void;
  borrowers: number;
  isBroken: boolean;
}

export function createShared<Resource>(
  make: () => Promise<Resource>,
  close: (resource: Resource) => void,
): Shared<Resource> {
  let held: Held<Resource> | null = null;

  function hold(): Held<Resource> {
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    return { made: make(), over, end, borrowers: 0, isBroken: false };
  }

  return {
    async borrow() {
      while (held?.isBroken) await held.over;
      const mine = (held ??= hold());
      mine.borrowers++;
      const letGo = (last: () => void) => {
        mine.borrowers--;
        if (mine.borrowers > 0) return;
        held = null;
        last();
        mine.end();
      };
      try {
        const resource = await mine.made;
        return {
          resource,
          giveBack() {
            letGo(() => {
              close(resource);
            });
          },
          declareBroken() {
            mine.isBroken = true;
          },
        };
      } catch (error) {
        letGo(() => undefined);
        throw error;
      }
    },
  };
}
