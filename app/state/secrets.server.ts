import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { environment } from "./environment.server";

/**
 * Secrets at rest: AES-256-GCM. A sealed secret reads `v1.<key id>.<base64url of nonce, tag and ciphertext>`. The key id
 * says which key opens it, so keys can be rotated; where the secret belongs (shop and field) is authenticated with it,
 * so a sealed secret moved to another row does not open.
 */
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

export interface KeyRing {
  /** The key that seals. */
  readonly currentId: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** Where a secret belongs. */
export interface SecretPlace {
  readonly shop: string;
  readonly field: string;
}

/** A secret cannot be sealed or opened; never says anything of the secret itself. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/**
 * Reads `id:base64,id2:base64`. The first key seals; all of them open.
 *
 * @throws {SecretError} where a key is malformed, is not 32 bytes long, or an id occurs twice.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(",").entries()) {
    const where = `Key ${String(index + 1)} of QUINTILE_ENCRYPTION_KEYS`;
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]+):([A-Za-z0-9+/]+=*)\s*$/.exec(entry) ?? [];
    if (id === undefined || encoded === undefined) {
      throw new SecretError(`${where} is not of the form id:base64. Make one with: openssl rand -base64 32`);
    }
    const key = Buffer.from(encoded, "base64");
    if (key.length !== keyBytes) {
      throw new SecretError(`${where} has ${String(key.length)} bytes; it must have ${String(keyBytes)}.`);
    }
    if (keys.has(id)) throw new SecretError(`${where}: the id "${id}" is used twice.`);
    keys.set(id, key);
  }
  const [currentId] = keys.keys();
  if (currentId === undefined) throw new SecretError("QUINTILE_ENCRYPTION_KEYS holds no key.");
  return { currentId, keys };
}

/** Encrypts a secret with the current key, bound to the place where it will be kept. */
export function seal(secret: string, place: SecretPlace, ring: KeyRing = keyRing()): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyFor(ring.currentId, ring), nonce);
  cipher.setAAD(additionalData(place));
  const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  const packed = Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64url");
  return `v1.${ring.currentId}.${packed}`;
}

/**
 * Decrypts a sealed secret.
 *
 * @throws {SecretError} where its key is not in the ring, or it was altered or belongs to another place.
 */
export function open(sealed: string, place: SecretPlace, ring: KeyRing = keyRing()): string {
  const packed = Buffer.from(sealed.split(".")[2] ?? "", "base64url");
  const key = keyFor(keyIdOf(sealed), ring);
  try {
    const nonce = packed.subarray(0, nonceBytes);
    // Without the length, Node would take a shorter tag, which is easier to forge.
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(additionalData(place));
    decipher.setAuthTag(packed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([
      decipher.update(packed.subarray(nonceBytes + tagBytes)),
      decipher.final(),
    ]).toString("utf8");
  } catch {
    throw new SecretError(
      `A stored secret (${place.field} of ${place.shop}) does not open: it was altered or moved.`,
    );
  }
}

/** The id of the key that a sealed secret was sealed with. */
export function keyIdOf(sealed: string): string {
  const [version, id] = sealed.split(".");
  if (version !== "v1" || id === undefined)
    throw new SecretError("A stored secret is not in a form known here.");
  return id;
}

/** The secret sealed anew where another than the current key sealed it; otherwise null: nothing to do. */
export function resealed(sealed: string, place: SecretPlace, ring: KeyRing = keyRing()): string | null {
  return keyIdOf(sealed) === ring.currentId ? null : seal(open(sealed, place, ring), place, ring);
}

let current: KeyRing | undefined;

/**
 * The key ring of the environment.
 *
 * @throws {SecretError} where it cannot be used.
 */
export function keyRing(): KeyRing {
  return (current ??= parseKeyRing(environment().QUINTILE_ENCRYPTION_KEYS));
}

function keyFor(id: string, ring: KeyRing): Buffer {
  const key = ring.keys.get(id);
  if (key === undefined) {
    throw new SecretError(
      `A stored secret was sealed with key "${id}", which QUINTILE_ENCRYPTION_KEYS no longer holds.`,
    );
  }
  return key;
}

function additionalData({ shop, field }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([shop, field]));
}
