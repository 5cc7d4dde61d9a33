import { useEffect, useState } from "react";

const every = 20_000;

/** The time, from the server's on, so that both render the same; then a few times a minute, for what says how long ago. */
export function useNow(serverNow: string): number {
  const [now, setNow] = useState(() => Date.parse(serverNow));
  useEffect(() => {
    const passing = performance.now();
    const start = Date.parse(serverNow);
    const tick = () => {
      setNow(start + performance.now() - passing);
    };
    tick();
    const timer = setInterval(tick, every);
    return () => {
      clearInterval(timer);
    };
  }, [serverNow]);
  return now;
}
