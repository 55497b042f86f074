/** Numbers for the addresses that answers carry: answers are counted by them. A number stays with its address as long as the process lives. */
export class AddressBook {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** By number; more may come, none goes. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The number of an address as `Address.text` writes it; a new one where it has none. */
  take(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** The number of an address; undefined where none was taken. */
  numberOf(text: string): number | undefined {
    return this.#numbers.get(text);
  }
}
