import { createHash } from 'node:crypto';

/** Gives that many octets that nobody can guess: `randomBytes` of node:crypto. */
export type SecretOctets = (count: number) => Buffer;

const SECRET = /^mrd_[A-Za-z0-9_-]{43}$/;
const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A new token: 256 random bits in base64url behind a prefix that secret scanners and people recognize. */
export function drawSecret(octets: SecretOctets): string {
  return `mrd_${octets(32).toString('base64url')}`;
}

export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** The SHA-256 of a token: with 256 random bits in it, it needs neither salt nor stretching. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What a token is called where people see it; no part of the token. */
export function drawTokenId(octets: SecretOctets): string {
  return drawId('tok', octets);
}

/** A name that nobody has yet, as good as certainly: `PREFIX_` and 8 characters. */
export function drawId(prefix: string, octets: SecretOctets): string {
  return `${prefix}_${Array.from(octets(8), octet => ID_LETTERS[octet & 31]).join('')}`;
}
