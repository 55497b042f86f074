const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** What a name of a vantage or a region must be, in words. */
export const VANTAGE_NAME_EXPECTED = '1 to 63 of A-Z, a-z, 0-9, "_", "." and "-", the first a letter or a digit';

/** Whether a text can name a vantage, or the region that it is in. */
export function isVantageName(text: string): boolean {
  return NAME.test(text);
}
