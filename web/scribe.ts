// A worker with a pen: draws what the main thread has no time for. Told what to draw, it answers with
// the sheet in white: it is asked for nothing that could be coloured.
import { Pen, whiten, type Order } from "./pen";

const pen = new Pen(new OffscreenCanvas(1, 1));
const main = self as unknown as { postMessage(message: unknown, transfer?: Transferable[]): void };

self.onmessage = ({ data: { jobs, width, height, names } }: MessageEvent<Order>) => {
  for (const [code, text] of names) pen.name(code, text);
  const sheet = pen.draw(jobs, width, height);
  whiten(sheet);
  main.postMessage(sheet, [sheet.pixels.buffer, sheet.misfits.buffer]);
};
main.postMessage("ready");
