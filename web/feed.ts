// One feed for all tabs of a browser that show the same store to the same person: over HTTP/1.1 a browser has six
// connections, and ten tabs would take ten. The tab that holds a Web Lock, the leader, reads the stream and repeats what
// it hears to the others by BroadcastChannel; the lock goes to another tab when the leader closes, and is taken from a
// leader that does not answer any more (frozen, stopped, crashed). The tab that somebody has just turned to always takes
// it, and so reads for itself. What a tab hears twice or missed is core's to notice: ids tell.
import type { Send } from "./bridge";
import { Stream, type FeedNews } from "./stream";

const checkEvery = 2_000;
const quiet = { shown: 5_000, hidden: 45_000 }; // then a follower asks whether the leader is there; a hidden tab's timers are slow
const answerWithin = 2_000;

// What tabs say to each other.
type Said =
  | { say: "news"; news: FeedNews }
  | { say: "leading" } // a new leader, or the answer to "there"
  | { say: "there" } // is anybody?
  | { say: "signed_out" };

export interface Wish {
  path: string;
  last_event_id: string;
  who: string;
  looking: boolean;
}

export class Feed {
  #send: Send;
  #build: string;
  #room: Room | undefined;

  constructor(send: Send, build: string) {
    this.#send = send;
    this.#build = build;
    // A page in the back/forward cache must hold neither lock nor stream; when it is shown again it asks anew.
    addEventListener("pagehide", () => this.#leave());
  }

  /** One feed at a time: another one replaces the old, which then says nothing more. */
  open(wish: Wish): void {
    const name = `hexiao-feed:${wish.path} ${wish.who}`;
    if (this.#room?.name !== name) {
      this.#leave();
      this.#room = new Room(name, wish.path, this.#build, this.#send);
    }
    this.#room.want(wish.last_event_id, wish.looking);
  }

  /** The person has signed out: so have they in the other tabs. */
  close(): void {
    this.#room?.signOut();
    this.#leave();
  }

  /** For tests. */
  get leads(): boolean {
    return this.#room?.leads ?? false;
  }

  #leave(): void {
    this.#room?.leave();
    this.#room = undefined;
  }
}

class Room {
  readonly name: string;
  #path: string;
  #build: string;
  #send: Send;
  #channel: BroadcastChannel | undefined;
  #release: (() => void) | undefined; // while we lead
  #queued: AbortController | undefined; // while we wait for the lock
  #stream: Stream | undefined; // the feed's, when we lead
  #fresh: AbortController | undefined; // while we follow and wait for a snapshot of our own
  #held: FeedNews[] = []; // what was repeated to us meanwhile
  #lastId = "";
  #heard = performance.now(); // when the leader was last heard
  #watch: ReturnType<typeof setInterval> | undefined;
  #left = false;

  constructor(name: string, path: string, build: string, send: Send) {
    this.name = name;
    this.#path = path;
    this.#build = build;
    this.#send = send;
    if (!("locks" in navigator) || !("BroadcastChannel" in window)) {
      this.#release = () => {}; // every tab for itself
      return;
    }
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    this.#watch = setInterval(() => this.#lookForLeader(), checkEvery + Math.random() * checkEvery);
  }

  get leads(): boolean {
    return this.#release !== undefined;
  }

  /** Go on after this event, or begin with a snapshot when it is empty. */
  want(lastEventId: string, looking: boolean): void {
    this.#lastId = lastEventId;
    if (this.leads) return this.#read();
    this.#endFresh();
    if (looking) return this.#take();
    if (lastEventId === "") this.#fresh = new AbortController();
    void this.#join();
  }

  signOut(): void {
    this.#say({ say: "signed_out" });
  }

  leave(): void {
    this.#left = true;
    clearInterval(this.#watch);
    this.#queued?.abort();
    this.#endFresh();
    this.#stopLeading();
    this.#channel?.close();
  }

  // --- who leads

  /** The lock when it is free; otherwise we follow, and it comes to us when our turn has come. */
  async #join(): Promise<void> {
    const fresh = this.#fresh;
    if (!this.#queued) {
      if (await this.#hold({ ifAvailable: true })) return;
      if (this.#left || this.leads) return;
      if (!this.#queued) this.#queue();
    }
    if (!fresh) this.#say({ say: "there" }); // the leader's next news, or its silence, shows
    else if (this.#fresh === fresh) this.#readSnapshot(fresh);
  }

  #queue(): void {
    this.#queued = new AbortController();
    void this.#hold({ signal: this.#queued.signal });
  }

  /** From whoever has it. */
  #take(): void {
    this.#queued?.abort();
    this.#queued = undefined;
    void this.#hold({ steal: true });
  }

  /** Asks for the lock and leads while we hold it. False, at once, when it was not to be had. */
  #hold(how: LockOptions): Promise<boolean> {
    return new Promise((answered) => {
      let release: (() => void) | undefined;
      navigator.locks
        .request(this.name, how, (lock) => {
          if (!lock || this.#left || this.leads) return answered(false);
          const until = new Promise<void>((done) => (release = done));
          answered(true);
          this.#lead(release!);
          return until;
        })
        .catch(() => {
          // Given up by us, or taken from us by a tab that saw us silent or that somebody looks at.
          answered(false);
          if (release && this.#release === release) {
            this.#stopLeading();
            if (!this.#left) this.#queue();
          }
        });
    });
  }

  #lead(release: () => void): void {
    this.#release = release;
    this.#queued = undefined;
    this.#endFresh();
    this.#say({ say: "leading" });
    this.#read();
  }

  #stopLeading(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#release?.();
    this.#release = undefined;
    this.#heard = performance.now();
  }

  #lookForLeader(): void {
    if (this.leads || !this.#queued) return;
    const silent = performance.now() - this.#heard;
    const patience = document.hidden ? quiet.hidden : quiet.shown;
    if (silent > patience + answerWithin) {
      this.#heard = performance.now();
      this.#take();
    } else if (silent > patience) this.#say({ say: "there" });
  }

  // --- what is heard

  #read(): void {
    const heard = this.#stream?.heard;
    this.#stream?.close();
    const tell = (news: FeedNews) => {
      this.#say({ say: "news", news });
      this.#tell(news);
    };
    this.#stream = new Stream(this.#path, this.#lastId, this.#build, tell, heard);
  }

  #tell(news: FeedNews): void {
    if (news.type === "feed") this.#lastId = news.id;
    this.#send({ ...news });
  }

  #say(said: Said): void {
    this.#channel?.postMessage(said);
  }

  #hear(said: Said): void {
    if (this.#left) return;
    if (said.say === "there") {
      if (this.leads) this.#say({ say: "leading" });
      return;
    }
    // Somebody is out: the platform will say so to us as well.
    if (said.say === "signed_out") return this.#send({ type: "feed_closed", status: 401, silent: 0 });
    if (this.leads) return; // the last words of the one before us
    this.#heard = performance.now();
    if (said.say !== "news") return;
    if (this.#fresh) this.#held.push(said.news);
    else this.#tell(said.news);
  }

  /** By a short stream of our own; one tab at a time, or ten that start together would need ten connections. */
  #readSnapshot(fresh: AbortController): void {
    const read = () =>
      new Promise<void>((done) => {
        const stream = new Stream(this.#path, "", this.#build, (news) => {
          if (news.type === "feed_opened") return;
          stream.close();
          done();
          if (this.#fresh !== fresh) return;
          const held = this.#held;
          this.#endFresh();
          for (const one of [news, ...held]) this.#tell(one);
        });
        fresh.signal.addEventListener("abort", () => {
          stream.close();
          done();
        });
      });
    navigator.locks.request(`${this.name} snapshot`, { signal: fresh.signal }, read).catch(() => {}); // not needed any more
  }

  #endFresh(): void {
    const fresh = this.#fresh;
    this.#fresh = undefined;
    this.#held = [];
    fresh?.abort();
  }
}
