// Requests. What became of each is told as an event; deciding what it means, and whether to ask again, is core's business.
import type { Send } from "./bridge";

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
}
