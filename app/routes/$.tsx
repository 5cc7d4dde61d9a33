/** No other route has this address. */
export function loader() {
  // Without a route, React Router would write the whole address, query and all, to the console outside production.
  throw new Response(null, { status: 404 });
}

export default function Missing() {
  return null;
}
