// What must outlive the page: IndexedDB, acknowledged only when the browser says that it is on disk.
// A tab takes care of the rows that it has stored, and says so to the others; of those of a tab that was closed or stands
// still another one takes care. That two do so at once is harmless: what a row means is asked for under its own key.
import type { Send } from "./bridge";

const name = "hexiao";
const store = "records";
const version = 1;
const patience = 2000; // ms for a write; a browser that takes longer is told of as one that does not store
const askEvery = 2500; // ms; whether a row's tab is still there: after 5 s without a word it is not

interface Stored {
  key: string;
  row: string;
}

// What tabs say to each other of rows.
interface Said {
  say: "mine" | "settled" | "whose"; // in my care (also the answer to "whose"); needed no more; in anybody's?
  keys: string[];
}

/** Rows that are somebody's unfinished work have a UUID for a key; others are kept for ever and nobody's care. */
const isWork = (key: string) => /^[0-9a-f-]{36}$/.test(key);

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

export class Records {
  #send: Send;
  #db: Promise<IDBDatabase> | undefined;
  #channel: BroadcastChannel | undefined;
  #mine = new Set<string>();
  #others = new Map<string, boolean>(); // in another tab's care; whether that owes us an answer
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(send: Send) {
    this.#send = send;
    if (!("BroadcastChannel" in window)) return; // every tab for itself, until one is loaded anew
    this.#channel = new BroadcastChannel("hexiao-records");
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
  }

  async put(key: string, row: string): Promise<void> {
    if (isWork(key)) {
      this.#mine.add(key);
      this.#say("mine", [key]);
    }
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience));
    const written = this.#write((records) => records.put({ version, row }, key));
    const ok = await Promise.race([written, late]);
    this.#send({ type: "record_stored", key, ok });
    if (!ok && (await written)) this.#send({ type: "record_stored", key, ok: true }); // slow, but stored after all
  }

  async remove(key: string): Promise<void> {
    await this.#write((records) => records.delete(key));
    this.#mine.delete(key);
    this.#others.delete(key);
    this.#say("settled", [key]);
  }

  /** All that is kept, at the start: this tab takes care of it, too. */
  async list(): Promise<void> {
    try {
      this.#take(await this.#read());
    } catch {
      this.#send({ type: "records", ok: false, keys: [], rows: [] });
    }
  }

  // --- whose care

  #take(stored: Stored[]): void {
    const work = stored.map(({ key }) => key).filter(isWork);
    for (const key of work) {
      this.#mine.add(key);
      this.#others.delete(key);
    }
    if (work.length > 0) this.#say("mine", work);
    this.#send({ type: "records", ok: true, keys: stored.map(({ key }) => key), rows: stored.map(({ row }) => row) });
  }

  #say(say: Said["say"], keys: string[]): void {
    this.#channel?.postMessage({ say, keys } satisfies Said);
  }

  #hear({ say, keys }: Said): void {
    if (say === "whose") {
      const mine = keys.filter((key) => this.#mine.has(key));
      if (mine.length > 0) this.#say("mine", mine);
      return;
    }
    for (const key of keys) {
      if (say === "settled") this.#others.delete(key);
      else if (!this.#mine.has(key)) this.#others.set(key, false);
    }
    this.#askLater();
  }

  // Not all tabs at the same moment: who is first says so.
  #askLater(): void {
    if (this.#others.size === 0) return;
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      this.#ask();
      this.#askLater();
    }, askEvery * (1 + Math.random() / 5));
  }

  #ask(): void {
    const left = [...this.#others].filter(([, owes]) => owes).map(([key]) => key);
    if (left.length > 0) void this.#adopt(left);
    for (const key of this.#others.keys()) this.#others.set(key, true);
    if (this.#others.size > 0) this.#say("whose", [...this.#others.keys()]);
  }

  // One tab, where the browser has locks; where it has none, or one that holds the lock stands still, all that are left.
  async #adopt(left: string[]): Promise<void> {
    const adopt = async () => {
      const stored = await this.#read().catch(() => undefined);
      if (!stored) return; // asked again at the next turn
      const nobodys = left.filter((key) => this.#others.get(key)); // unless another tab was first
      for (const key of nobodys) this.#others.delete(key);
      const found = stored.filter(({ key }) => nobodys.includes(key)); // the rest was settled, or never written
      if (found.length > 0) this.#take(found);
    };
    const how = { signal: AbortSignal.timeout(askEvery) };
    const chosen = await navigator.locks?.request("hexiao-records", how, adopt).then(() => true, () => false);
    if (!chosen) await adopt();
  }

  // --- the browser's store

  async #read(): Promise<Stored[]> {
    const db = await this.#open();
    const records = db.transaction(store, "readonly").objectStore(store);
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [keys, rows] = await Promise.all([settled(records.getAllKeys()), settled(records.getAll())]);
    return keys.map((key, i) => ({ key: String(key), row: String((rows[i] as { row?: unknown } | undefined)?.row ?? "") }));
  }

  async #write(change: (records: IDBObjectStore) => void): Promise<boolean> {
    try {
      const db = await this.#open();
      // strict: `complete` then means written, not merely handed to the operating system
      const transaction = db.transaction(store, "readwrite", { durability: "strict" });
      change(transaction.objectStore(store));
      return await new Promise<boolean>((resolve) => {
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = transaction.onerror = () => resolve(false);
      });
    } catch {
      this.#db = undefined; // closed under us, perhaps: the next one opens it anew
      return false;
    }
  }

  #open(): Promise<IDBDatabase> {
    this.#db ??= open().then((db) => {
      // Another tab with a newer build wants the database: give it up rather than hold everybody.
      db.onversionchange = db.onclose = () => {
        db.close();
        this.#db = undefined;
      };
      return db;
    });
    this.#db.catch(() => (this.#db = undefined));
    return this.#db;
  }
}
