/** To be loaded before a program (`node --import`): its clock is ahead by MERIDIAN_TEST_SHIFT_MS, or behind where that is negative. */
const shiftMs = Number(process.env.MERIDIAN_TEST_SHIFT_MS);
const now = Date.now;
Date.now = () => now() + shiftMs;
