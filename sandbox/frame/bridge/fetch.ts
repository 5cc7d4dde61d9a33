/**
 * Every request to the app's own origin carries a fresh session token, as App Bridge does it. When the app answers
 * that the token was no good, the request is sent once more with a new one.
 */
export function authenticateFetch(idToken: () => Promise<string>, locale: string): void {
  const plainFetch = window.fetch.bind(window);

  const withToken = async (request: Request): Promise<Request> => {
    const headers = new Headers(request.headers);
    headers.set("Authorization", `Bearer ${await idToken()}`);
    headers.set("X-Requested-With", "XMLHttpRequest");
    if (!headers.has("Accept-Language")) headers.set("Accept-Language", locale);
    return new Request(request, { headers });
  };

  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("Authorization")) {
      return plainFetch(request);
    }
    const again = request.clone();
    const response = await plainFetch(await withToken(request));
    const refused =
      response.status === 401 && response.headers.has("X-Shopify-Retry-Invalid-Session-Request");
    return refused ? plainFetch(await withToken(again)) : response;
  };
}
