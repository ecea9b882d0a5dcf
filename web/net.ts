// Requests and the live feed. What became of each is told as an event; deciding what it means, and whether to ask again,
// is core's business.
import type { Send } from "./bridge";

const silence = 45_000; // a feed without a byte for so long is dead: the platform sends a comment every 15 s
const longestLine = 4 * 1024 * 1024; // a snapshot of a thousand products and its newest redemptions stays well below

export interface Request {
  request: number;
  method: string;
  path: string;
  body: string;
  key: string;
  deadline: number;
}

export class Net {
  #send: Send;
  #build: string;
  #feed: AbortController | undefined;

  constructor(send: Send, build: string) {
    this.#send = send;
    this.#build = build;
  }

  /** Answered with status 0 when no whole answer came in time, or a redirect did. */
  async fetch(wish: Request): Promise<void> {
    const headers: Record<string, string> = { Accept: "application/json", "X-Hexiao-Build": this.#build };
    if (wish.body) headers["Content-Type"] = "application/json";
    if (wish.key) headers["Idempotency-Key"] = wish.key;
    const answer = { type: "answered", request: wish.request, status: 0, content_type: "", body: "" };
    try {
      const response = await fetch(wish.path, {
        method: wish.method,
        headers,
        body: wish.body || null,
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(wish.deadline),
      });
      const body = await response.text();
      const content_type = response.headers.get("Content-Type") ?? "";
      this.#send({ ...answer, status: response.status, content_type, body });
    } catch {
      this.#send(answer);
    }
  }

  /** One feed at a time: a new one replaces the old, which then says nothing more. */
  async openFeed(path: string, lastEventId: string): Promise<void> {
    this.closeFeed();
    const abort = (this.#feed = new AbortController());
    let status = 0;
    const opening = setTimeout(() => abort.abort(), silence);
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream", "X-Hexiao-Build": this.#build };
      if (lastEventId) headers["Last-Event-ID"] = lastEventId;
      const response = await fetch(path, { headers, cache: "no-store", redirect: "error", signal: abort.signal });
      clearTimeout(opening); // from here on every piece has its own watch
      status = response.status;
      const stream = (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");
      if (status === 200 && stream && response.body) {
        if (this.#feed === abort) this.#send({ type: "feed_opened" });
        await this.#read(response.body, abort);
      } else if (status === 200) status = 0; // somebody else answers here
    } catch {
      // reported below; `status` says whether it had been open
    } finally {
      clearTimeout(opening);
    }
    if (this.#feed !== abort) return;
    this.#feed = undefined;
    this.#send({ type: "feed_closed", status });
  }

  closeFeed(): void {
    const feed = this.#feed;
    this.#feed = undefined;
    feed?.abort();
  }

  async #read(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const events = new EventLines((event) => {
      if (this.#feed === abort) this.#send({ type: "feed", ...event });
    });
    for (;;) {
      const watch = setTimeout(() => abort.abort(), silence);
      const { done, value } = await reader.read().finally(() => clearTimeout(watch));
      if (done) return;
      if (!events.take(decoder.decode(value, { stream: true }))) {
        abort.abort();
        return;
      }
    }
  }
}

/** Server-sent events from pieces of text. */
export class EventLines {
  #rest = "";
  #id = "";
  #event = "";
  #data: string[] = [];
  #told: (event: { id: string; event: string; data: string }) => void;

  constructor(told: (event: { id: string; event: string; data: string }) => void) {
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
