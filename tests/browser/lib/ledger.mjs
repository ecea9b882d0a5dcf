// The books, asked over the API like any other client: what a test needs to say "exactly one redemption exists"
// whatever the screens show, and to redeem elsewhere while a browser is cut off.
import { Person as Client } from '../../harness/person.mjs';

export class Ledger {
    #client = null;

    constructor(server, staff) {
        this.server = server;
        this.staff = staff;
    }

    async client() {
        return (this.#client ??= await Client.signIn(this.server, this.staff, this.staff.account.endsWith('display') ? {} : { lane: 0 }));
    }

    async name() {
        return (await this.client()).session.staff_name;
    }

    // The day of the store where this person stands: the feed's first event.
    async today() {
        const feed = await (await this.client()).feed();
        const { data } = await feed.next();
        feed.close();
        return data;
    }

    // Uses redeemed today at this store.
    async redeemed() {
        return (await this.today()).redeemed;
    }

    async card(code) {
        return (await (await this.client()).prepare(code)).card;
    }

    async redeem(code) {
        const { outcome, reason } = await (await this.client()).use(code);
        if (outcome !== 'done') throw new Error(`not redeemed: ${reason}`);
    }
}
