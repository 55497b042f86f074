/** Flags, their environment variables or arguments are wrong: exit code 2. One line a mistake. */
export class UsageError extends Error {}
