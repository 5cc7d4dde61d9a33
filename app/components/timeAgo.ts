const minute = 60_000;
const hour = 60 * minute;

/** How long ago, of what happened within a day: "just now", "3 min ago", "2 h ago"; null of what is older. */
export function timeAgo(instant: string, now: number): string | null {
  // Clocks differ by seconds between the server and the browser.
  const passed = Math.max(0, now - Date.parse(instant));
  if (passed < minute) return "just now";
  if (passed < hour) return `${String(Math.floor(passed / minute))} min ago`;
  return passed < 24 * hour ? `${String(Math.floor(passed / hour))} h ago` : null;
}
