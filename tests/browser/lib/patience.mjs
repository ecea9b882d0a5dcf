// How long a test waits for any condition before it fails, in ms. Long, because software rendering on a busy machine is
// slow, not wrong; no test measures time. HEXIAO_PATIENCE shortens it for whoever writes a test.
export const patience = Number(process.env.HEXIAO_PATIENCE ?? 30_000);
