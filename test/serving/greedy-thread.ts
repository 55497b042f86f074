/** A thread that takes memory until it has no more. */
const taken: object[] = [];
for (;;) taken.push({ number: taken.length });
