// Somebody with a browser, without the browser: keeps cookies, sends requests, reads feeds.
//     const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
//     const { status, body } = await cashier.post('/api/v1/prepare', { credential: code });
import { randomUUID } from 'node:crypto';
import { EventParser } from './sse.mjs';

export class Person {
    #jar = new Map();

    constructor(server) {
        this.server = server;
    }

    // Signed in; standing at the n-th lane of the first store when `lane` is given.
    static async signIn(server, staff, { lane, device } = {}) {
        const person = new Person(server);
        if (device) person.#jar.set('__Host-device', device.cookie('__Host-device'));
        const answer = await person.signIn(staff);
        if (answer.status !== 200) throw new Error(`sign-in of ${staff.account} answered ${answer.status}`);
        if (lane !== undefined) await person.stand(0, lane);
        return person;
    }

    async signIn(staff) {
        const answer = await this.post('/api/v1/session', staff);
        if (answer.status === 200) this.session = answer.body;
        return answer;
    }

    async stand(store, lane) {
        const place = this.session.stores[store];
        const answer = await this.put('/api/v1/session/place', { store_id: place.id, lane_id: place.lanes[lane].id });
        if (answer.status !== 200) throw new Error(`choosing a place answered ${answer.status}`);
        this.session = answer.body;
    }

    cookie(name) {
        return this.#jar.get(name);
    }

    setCookie(name, value) {
        this.#jar.set(name, value);
    }

    // {status, headers, body}; `body` is parsed JSON where it is JSON. Options: headers, raw (bytes sent as they are),
    // invalid (the request is meant to break the contract), signal.
    async send(method, path, body, { headers = {}, raw, invalid, signal } = {}) {
        const answer = await this.#fetch(method, path, raw ?? (body === undefined ? undefined : JSON.stringify(body)), { ...headers, ...(invalid && { 'x-test-invalid': '1' }) }, signal);
        const text = await answer.text();
        const json = /json/.test(answer.headers.get('content-type') ?? '');
        return { status: answer.status, headers: answer.headers, text, body: json ? JSON.parse(text) : undefined };
    }

    async #fetch(method, path, body, headers, signal) {
        const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(this.server.origin + path, {
            method, body, signal,
            headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(cookie && { cookie }), ...headers },
        });
        for (const set of answer.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
            value ? this.#jar.set(name, value) : this.#jar.delete(name);
        }
        return answer;
    }

    get(path, options) { return this.send('GET', path, undefined, options); }
    post(path, body, options) { return this.send('POST', path, body, options); }
    put(path, body, options) { return this.send('PUT', path, body, options); }
    signOut() { return this.send('DELETE', '/api/v1/session'); }

    async prepare(code) {
        return (await this.post('/api/v1/prepare', { credential: code })).body;
    }

    redeem(handle, { uses = 1, key = randomUUID() } = {}) {
        return this.post('/api/v1/redeem', { handle, uses }, { headers: { 'idempotency-key': key } });
    }

    // Prepares and redeems; the body of the answer.
    async use(code, options) {
        const { handle, reason } = await this.prepare(code);
        if (!handle) throw new Error(`not prepared: ${reason}`);
        return (await this.redeem(handle, options)).body;
    }

    async feed(storeId = this.session.store_id, { after } = {}) {
        const stop = new AbortController();
        const answer = await this.#fetch('GET', `/api/v1/stores/${storeId}/feed`, undefined, after ? { 'last-event-id': after } : {}, stop.signal);
        return new Feed(answer, stop);
    }
}

// A feed that is being read: `next()` gives the next event {id, name, data (parsed)}, or null when the stream has ended.
class Feed {
    #events;

    constructor(answer, stop) {
        this.status = answer.status;
        this.stop = stop;
        this.#events = this.#read(answer);
    }

    async *#read(answer) {
        const parser = new EventParser();
        const decoder = new TextDecoder();
        try {
            for await (const chunk of answer.body) {
                for (const event of parser.push(decoder.decode(chunk, { stream: true }))) yield { ...event, data: JSON.parse(event.data) };
            }
        } catch (error) {
            if (!this.stop.signal.aborted && error.message !== 'terminated') throw error;
        }
    }

    // Of facts: how products stand, who waits, what the screens show and what is to be seen to is told between them.
    async next(patience) {
        for (;;) {
            const event = await this.#one(patience);
            if (!['products', 'queue', 'displays', 'alerts', 'store', 'cut_off'].includes(event?.name)) return event;
        }
    }

    // Reads on until the feed tells of products that are as `wanted` says.
    async products(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'products' && wanted(event.data.products)) return event;
        }
    }

    // Reads on until the feed tells of a queue that is as `wanted` says.
    async queue(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'queue' && wanted(event.data)) return event.data;
        }
    }

    // Reads on until the feed tells of screens that show what is `wanted`.
    async displays(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'displays' && wanted(event.data.displays)) return event.data.displays;
        }
    }

    // Reads on until the feed tells of a store that is as `wanted` says.
    async store(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'store' && wanted(event.data.store)) return event.data.store;
        }
    }

    // Reads on until the feed tells of alerts that are as `wanted` says.
    async alerts(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'alerts' && wanted(event.data)) return event.data;
        }
    }

    // Reads on until the feed tells of devices that were cut off what is `wanted`.
    async cutOff(wanted) {
        for (;;) {
            const event = await this.#one();
            if (event.name === 'cut_off' && wanted(event.data)) return event.data;
        }
    }

    async #one(patience = 20_000) {
        let timer;
        const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no event came')), patience); });
        const event = await Promise.race([this.#events.next(), late]).finally(() => clearTimeout(timer));
        return event.done ? null : event.value;
    }

    close() {
        this.stop.abort();
    }
}
