// This device's own key, by which the platform knows it again: made by WebCrypto and kept by the browser, which never
// gives the private half away, not even to this page.
import type { Send } from "./bridge";

const name = "hexiao-keys";
const store = "keys";
const key = "device";
const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

function inBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return settled(request);
}

export class Keys {
  #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /** A new key pair takes the place of an older one; told with an empty key where the browser makes or keeps none. */
  async make(): Promise<void> {
    let public_key = "";
    try {
      const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
      const db = await open();
      await settled(db.transaction(store, "readwrite").objectStore(store).put(pair, key));
      db.close();
      public_key = inBase64(await crypto.subtle.exportKey("spki", pair.publicKey));
    } catch (error) {
      console.warn(error);
    }
    this.#send({ type: "key_made", public_key });
  }

  async sign(text: string): Promise<void> {
    let signature = "";
    try {
      const db = await open();
      const pair = (await settled(db.transaction(store).objectStore(store).get(key))) as CryptoKeyPair;
      db.close();
      const bytes = new TextEncoder().encode(text);
      signature = inBase64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, bytes));
    } catch (error) {
      console.warn(error);
    }
    this.#send({ type: "signed", signature });
  }
}
