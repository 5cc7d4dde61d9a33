import { SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";

import { signSessionToken, verifySessionToken } from "./sessionToken";
import { CLIENT, startSandbox, tokenExchange, type TestSandbox } from "./testing/startSandbox";
import { SHOP } from "./testing/tinyStore";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const DAY = 86_400_000;
const refresh = (token: unknown) =>
  sandbox.exchange({ grant_type: "refresh_token", refresh_token: String(token) });
const asks = async (token: unknown): Promise<number> =>
  (await sandbox.graphql("{shop{id}}", {}, String(token))).status;

describe("token exchange", () => {
  it("gives an expiring offline token with its refresh token", async () => {
    sandbox = await startSandbox({ scopes: ["read_orders", "read_customers"] });
    const { status, body } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^shpat_\w{32}$/) as string,
      scope: "read_orders,read_customers",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^shprt_\w{32}$/) as string,
      refresh_token_expires_in: 7_776_000,
    });
    expect(await asks(body.access_token)).toBe(200);
    sandbox.clock.now += 3_600_000;
    expect(await asks(body.access_token)).toBe(401);
  });

  it("gives a lasting token when not asked for an expiring one, and replaces it by an expiring one", async () => {
    sandbox = await startSandbox();
    const form = { ...tokenExchange(await sandbox.sessionToken()), expiring: "0" };
    const { body: lasting } = await sandbox.exchange(form);
    expect(Object.keys(lasting)).toEqual(["access_token", "scope"]);
    sandbox.clock.now += 400 * DAY;
    expect(await asks(lasting.access_token)).toBe(200);
    const { body: expiring } = await sandbox.exchange({
      ...tokenExchange(String(lasting.access_token)),
      subject_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    });
    expect(expiring.expires_in).toBe(3600);
    expect(await asks(lasting.access_token)).toBe(401);
  });

  it("gives an online token with its user", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.exchange({
      ...tokenExchange(await sandbox.sessionToken()),
      requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
    });
    expect(body).toMatchObject({ expires_in: 86_399, associated_user: { id: 7, account_owner: true } });
    expect(body.refresh_token).toBeUndefined();
  });

  it("takes a form as well as JSON", async () => {
    sandbox = await startSandbox();
    const form = {
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      ...tokenExchange(await sandbox.sessionToken()),
    };
    const response = await fetch(`${sandbox.url}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "X-Forwarded-Host": SHOP },
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(200);
  });

  it("refuses a wrong secret, a missing parameter and every bad session token", async () => {
    sandbox = await startSandbox();
    const good = tokenExchange(await sandbox.sessionToken());
    expect((await sandbox.exchange({ ...good, client_secret: "other" })).status).toBe(401);
    expect(await sandbox.exchange({ ...good, subject_token_type: "other" })).toMatchObject({
      status: 400,
      body: { error: "invalid_request" },
    });
    const now = sandbox.clock.now;
    const sign = (change: Partial<Parameters<typeof signSessionToken>[0]>): Promise<string> =>
      signSessionToken({ shop: SHOP, ...CLIENT, userId: "7", now, ...change });
    const tokens = [
      "not a token",
      await sign({ clientSecret: "another secret" }),
      await sign({ clientId: "another client" }),
      await sign({ shop: "other.myshopify.com" }),
      await sign({ now: now - 71_000 }),
      await sign({ now: now + 11_000 }),
    ];
    for (const token of tokens) {
      expect(await sandbox.exchange(tokenExchange(token))).toMatchObject({
        status: 400,
        body: { error: "invalid_subject_token" },
      });
    }
  });
});

describe("session tokens", () => {
  const expected = { shop: SHOP, ...CLIENT, now: Date.parse("2026-11-22T12:00:00Z") };

  it("carry Shopify's claims and live a minute", async () => {
    sandbox = await startSandbox();
    const token = await signSessionToken({ ...expected, userId: "7", sessionId: "s-1" });
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
    const issued = Date.parse("2026-11-22T12:00:00Z") / 1000;
    expect(claims).toEqual({
      iss: `https://${SHOP}/admin`,
      dest: `https://${SHOP}`,
      aud: CLIENT.clientId,
      sub: "7",
      exp: issued + 60,
      nbf: issued,
      iat: issued,
      jti: expect.stringMatching(/^[\w-]{36}$/) as string,
      sid: "s-1",
    });
    expect(await verifySessionToken(token, expected)).toEqual({ userId: "7" });
  });

  it("are refused when their two shops differ, a claim is missing or the algorithm is another", async () => {
    sandbox = await startSandbox();
    const key = new TextEncoder().encode(CLIENT.clientSecret);
    const issued = expected.now / 1000;
    const claims = {
      iss: `https://${SHOP}/admin`,
      dest: `https://${SHOP}`,
      aud: CLIENT.clientId,
      sub: "7",
      exp: issued + 60,
      nbf: issued,
      iat: issued,
      jti: "j",
      sid: "s",
    };
    const verify = async (payload: object, alg = "HS256") =>
      await verifySessionToken(
        await new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(key),
        expected,
      );
    expect(await verify(claims)).toEqual({ userId: "7" });
    expect(await verify({ ...claims, dest: "https://other.myshopify.com" })).toBeNull();
    expect(await verify({ ...claims, nbf: undefined })).toBeNull();
    expect(await verify({ ...claims, exp: undefined })).toBeNull();
    expect(await verify(claims, "HS512")).toBeNull();
  });
});

describe("refresh", () => {
  it("gives a new pair; the old one stays good until the new one is refreshed", async () => {
    sandbox = await startSandbox();
    const { body: first } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    const { status, body: second } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(second).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await asks(second.access_token)).toBe(200);

    // The answer was lost: the same request again.
    const { status: again, body: repeated } = await refresh(first.refresh_token);
    expect(again).toBe(200);
    // Its replacement is used: now the first one is used up, and so is the answer that was lost.
    expect((await refresh(repeated.refresh_token)).status).toBe(200);
    for (const used of [first, second]) {
      expect(await refresh(used.refresh_token)).toMatchObject({
        status: 400,
        body: { error: "invalid_grant" },
      });
    }
    // Not used up yet: nothing of what it bought was refreshed.
    expect((await refresh(repeated.refresh_token)).status).toBe(200);
  });

  it("refuses an unknown, an expired and a superseded refresh token", async () => {
    sandbox = await startSandbox();
    const { body: first } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    expect((await refresh("shprt_other")).status).toBe(400);
    const { body: second } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    expect((await refresh(first.refresh_token)).status).toBe(400);
    sandbox.clock.now += 90 * DAY - 1;
    expect((await refresh(second.refresh_token)).status).toBe(200);
    sandbox.clock.now += 1;
    expect((await refresh(second.refresh_token)).status).toBe(400);
  });

  it("survives an answer that gets lost on the way", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    await sandbox.control("POST", "/faults", { kind: "oauth", effect: "loseReply" });
    await expect(refresh(body.refresh_token)).rejects.toThrow();
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it("ends with the installation", async () => {
    sandbox = await startSandbox();
    const { body } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    await sandbox.control("POST", "/uninstall");
    expect((await refresh(body.refresh_token)).status).toBe(400);
    expect(await asks(body.access_token)).toBe(401);
    const { body: reinstalled } = await sandbox.exchange(tokenExchange(await sandbox.sessionToken()));
    expect(await asks(reinstalled.access_token)).toBe(200);
  });
});
