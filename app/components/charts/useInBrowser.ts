import { useEffect, useState } from "react";

/** False while a page is rendered on the server and taken over by the browser, true from then on. */
export function useInBrowser(): boolean {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => {
    setInBrowser(true);
  }, []);
  return inBrowser;
}
