import { readFileSync } from 'node:fs';
import { isOwnTrouble } from '../network-failure.ts';

/** A file that every call needs cannot be used: the operator has to put it right. */
export class CredentialError extends Error {}

/** Gives the octets of a file; `what` is what the operator calls it. Throws a CredentialError, or the error of a machine in trouble. */
export type ReadCredential = (file: string, what: string) => Buffer;

/**
 * Reads files anew whenever asked: a new one needs no restart. Where this machine has no descriptors left to read one with, what was read
 * last will do: that says nothing of the file.
 */
export function credentialReader(): ReadCredential {
  const last = new Map<string, Buffer>();
  return (file, what) => {
    try {
      const octets = readFileSync(file);
      last.set(file, octets);
      return octets;
    } catch (error) {
      const isOurs = isOwnTrouble(error as NodeJS.ErrnoException);
      const known = isOurs ? last.get(file) : undefined;
      if (known) return known;
      if (isOurs) throw error;
      throw new CredentialError(`the ${what} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  };
}
