// Everything a test file stands on: a platform of its own with demo data, the network in front of it, a Chromium.
//     const stage = useStage();                       // once per file
//     stage.scenario('what is true', async ({ arrive, voucher, network }) => { … });
// A scenario fails also when a page threw or wrote an error; it then leaves a screenshot and the mirror in build/browser.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { startServer } from '../../harness/server.mjs';
import { launchBrowser } from './browser.mjs';
import { Network } from './faults.mjs';
import { Ledger } from './ledger.mjs';
import { Person } from './person.mjs';
import { writeHardVideo, writeQrVideo } from './qr-video.mjs';

let films = 0; // of this process

export function useStage(options = {}) {
    const stage = new Stage(options);
    after(() => stage.close());
    return stage;
}

export class Stage {
    #used = new Set();
    #opened = null;

    // `film`: the kind of voucher that the fake camera sees, or 'blank'; `then`: of the one after it; `hard`: in bad light,
    // beside a decoy; `camera`, `whole`: see browser.mjs.
    constructor(options) {
        this.options = options;
    }

    // With the first scenario that needs it, so that a file's stages do not all start at once.
    open() {
        return (this.#opened ??= this.#open());
    }

    async #open() {
        const { HEXIAO_DIST: assets } = process.env; // another bundle than build/dist
        this.server = await startServer({ ...(assets && { assets }) });
        this.staff = this.server.staff;
        this.network = await new Network(this.server.port).listen();
        const { film, then, hard, ...browser } = this.options;
        if (film) {
            mkdirSync('build/browser', { recursive: true });
            this.filmed = film === 'blank' ? null : this.voucher(film);
            this.film = browser.film = `build/browser/film-${process.pid}-${++films}.y4m`; // read whenever a camera opens
            browser.camera = 'film';
            const next = then && this.voucher(then).code;
            await (hard ? writeHardVideo : writeQrVideo)(browser.film, this.filmed?.code ?? null, { next });
        }
        this.browser = await launchBrowser(browser);
    }

    async close() {
        await this.browser?.close();
        await this.network?.close();
        await this.server?.stop();
    }

    // A voucher of this kind (platform/demo/seed.h) that no other scenario of this file has had: {code, title, uses_left}.
    voucher(kind, shop = 'noodle') {
        const found = this.server.vouchers.find((one) => one.kind === kind && one.shop === shop && !this.#used.has(one.code));
        if (!found) throw new Error(`the demo data has no further voucher of kind ${kind}`);
        this.#used.add(found.code);
        return { ...found, title: found.product };
    }

    // Past the network that a test may have broken.
    ledger(staff = this.staff.manager) {
        return new Ledger(this.server, staff);
    }

    scenario(name, act, options = {}) {
        test(name, { timeout: 240_000, ...options }, async () => {
            await this.open();
            const people = [];
            const arrive = async (how) => {
                const person = await Person.arrive(this.browser, this.server, this.network.origin, how);
                people.push(person);
                return person;
            };
            this.network.up();
            this.network.requests.length = 0;
            try {
                await act({ arrive, stage: this, staff: this.staff, network: this.network, voucher: (...which) => this.voucher(...which) });
                for (const person of people) assert.deepEqual(person.faults, [], 'errors on the page');
            } catch (error) {
                for (const [i, person] of people.entries()) console.error(`see ${await person.failed(`${name} ${i + 1}`)}.png`);
                throw error;
            } finally {
                this.network.up();
                for (const person of people) await person.leave().catch(() => {});
            }
        });
    }
}

const combination = (shape, language) => ({ shape, language, named: `${shape}, ${language}` });

// Both shapes and both languages in two runs, for what does not depend on how they are combined.
export const both = [combination('phone', 'zh'), combination('desk', 'en')];
