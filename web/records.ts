// What must outlive the page: IndexedDB, acknowledged only when the browser says that it is on disk.
import type { Send } from "./bridge";

const name = "hexiao";
const store = "records";
const version = 1;
const patience = 2000; // ms for a write; a browser that takes longer is told of as one that does not store

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

  constructor(send: Send) {
    this.#send = send;
  }

  async put(key: string, row: string): Promise<void> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience));
    const written = this.#write((records) => records.put({ version, row }, key));
    const ok = await Promise.race([written, late]);
    this.#send({ type: "record_stored", key, ok });
    if (!ok && (await written)) this.#send({ type: "record_stored", key, ok: true }); // slow, but stored after all
  }

  async remove(key: string): Promise<void> {
    await this.#write((records) => records.delete(key));
  }

  async list(): Promise<void> {
    try {
      const db = await this.#open();
      const request = db.transaction(store, "readonly").objectStore(store).getAll();
      const rows = await new Promise<{ row?: unknown }[]>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result as { row?: unknown }[]);
        request.onerror = () => reject(request.error);
      });
      this.#send({ type: "records", ok: true, rows: rows.map((record) => String(record.row ?? "")) });
    } catch {
      this.#send({ type: "records", ok: false, rows: [] });
    }
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
