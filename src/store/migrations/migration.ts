/** One step of the schema. A step that was released is never edited: the next change is the next number. */
export interface Migration {
  /** `user_version` after it; counts from 1 without gaps. */
  readonly version: number;
  readonly sql: string;
}
