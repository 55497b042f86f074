/** A command did not do what it was asked to: exit code 1. The message is what the operator reads; empty where all is printed already. */
export class CommandFailure extends Error {}
