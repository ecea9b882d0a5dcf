// One stream of the live feed: opened, read, watched, and told event by event.

const silence = 45_000; // a feed without a byte for so long is dead: the platform sends a comment every 15 s
const longestLine = 4 * 1024 * 1024; // a snapshot of a thousand products and its newest redemptions stays well below

export interface FeedEvent {
  id: string;
  event: string;
  data: string;
}

/** What became of a feed, as the console is told it. */
export type FeedNews =
  | { type: "feed_opened" }
  | ({ type: "feed" } & FeedEvent)
  // 200 when an open feed ended, 0 when nothing answered; ms since the last byte of it
  | { type: "feed_closed"; status: number; silent: number };

export class Stream {
  #abort = new AbortController();
  #told: (news: FeedNews) => void;
  /** When the last byte came, by the device's clock: one that slept was deaf meanwhile. */
  heard: number;

  /**
   * `told` hears of everything until the stream has ended or was closed; the last word is `feed_closed`. `heard`: of the stream before.
   */
  constructor(path: string, lastEventId: string, build: string, told: (news: FeedNews) => void, heard = Date.now()) {
    this.heard = heard;
    this.#told = told;
    void this.#run(path, lastEventId, build);
  }

  /** Nothing more is told. */
  close(): void {
    this.#told = () => {};
    this.#abort.abort();
  }

  async #run(path: string, lastEventId: string, build: string): Promise<void> {
    let status = 0;
    const { signal } = this.#abort;
    const opening = setTimeout(() => this.#abort.abort(), silence);
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream", "X-Hexiao-Build": build };
      if (lastEventId) headers["Last-Event-ID"] = lastEventId;
      const response = await fetch(path, { headers, cache: "no-store", redirect: "error", signal });
      clearTimeout(opening); // from here on every piece has its own watch
      status = response.status;
      const stream = (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");
      if (status === 200 && stream && response.body) {
        this.heard = Date.now();
        this.#told({ type: "feed_opened" });
        await this.#read(response.body);
      } else if (status === 200) status = 0; // somebody else answers here
    } catch {
      // told below; `status` says whether it had been open
    } finally {
      clearTimeout(opening);
    }
    this.#told({ type: "feed_closed", status, silent: Math.max(0, Date.now() - this.heard) });
    this.close(); // also what a refusal's body still holds open
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const events = new EventLines((event) => this.#told({ type: "feed", ...event }));
    for (;;) {
      const watch = setTimeout(() => this.#abort.abort(), silence);
      const { done, value } = await reader.read().finally(() => clearTimeout(watch));
      if (!done) this.heard = Date.now();
      if (done || !events.take(decoder.decode(value, { stream: true }))) return;
    }
  }
}

/** Server-sent events from pieces of text. */
class EventLines {
  #rest = "";
  #id = "";
  #event = "";
  #data: string[] = [];
  #told: (event: FeedEvent) => void;

  constructor(told: (event: FeedEvent) => void) {
    this.#told = told;
  }

  /** False: a line is longer than any of ours, so this is not our feed. */
  take(text: string): boolean {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
    return this.#rest.length <= longestLine;
  }

  #line(line: string): void {
    if (line === "") {
      if (this.#data.length > 0) {
        this.#told({ id: this.#id, event: this.#event || "message", data: this.#data.join("\n") });
      }
      this.#event = "";
      this.#data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment: the heartbeat
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") this.#id = value;
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
  }
}
