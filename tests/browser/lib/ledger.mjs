// The books, asked over the API like any other client: what a test needs to say "exactly one redemption exists"
// whatever the screens show, and to redeem elsewhere while a browser is cut off.
import { randomUUID } from 'node:crypto';

export class Ledger {
    constructor(origin, staff) {
        this.origin = origin;
        this.staff = staff;
    }

    async #call(method, path, body, headers = {}) {
        if (!this.session && path !== '/api/v1/session') await this.signIn();
        return fetch(this.origin + path, {
            method,
            headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }), ...headers },
            body: body && JSON.stringify(body),
        });
    }

    async #read(...call) {
        const answer = await this.#call(...call);
        if (answer.status !== 200) throw new Error(`${call[0]} ${call[1]} answered ${answer.status}: ${await answer.text()}`);
        return answer.json();
    }

    async signIn() {
        const answer = await this.#call('POST', '/api/v1/session', { account: this.staff.account, password: this.staff.password });
        if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
        this.cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
        this.session = await answer.json();
    }

    // The day of the store where this person stands: the feed's first event.
    async today() {
        if (!this.session) await this.signIn();
        const feed = await this.#call('GET', `/api/v1/stores/${this.session.store_id}/feed`);
        let text = '';
        for await (const chunk of feed.body.pipeThrough(new TextDecoderStream())) {
            text += chunk;
            if (/^data:.*\n\n/m.test(text)) break;
        }
        return JSON.parse([...text.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join('\n'));
    }

    // Uses redeemed today at this store.
    async redeemed() {
        return (await this.today()).redeemed;
    }

    prepare(code) {
        return this.#read('POST', '/api/v1/prepare', { credential: code });
    }

    async redeem(code) {
        if (!this.session) await this.signIn();
        const store = this.session.stores.find((one) => one.id === this.session.store_id);
        await this.#read('PUT', '/api/v1/session/place', { store_id: store.id, lane_id: store.lanes[0].id });
        const { handle } = await this.prepare(code);
        const answer = await this.#read('POST', '/api/v1/redeem', { handle, uses: 1 }, { 'idempotency-key': randomUUID() });
        if (answer.outcome !== 'done') throw new Error(`not redeemed: ${answer.reason}`);
    }
}
