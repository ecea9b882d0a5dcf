// A device that was paired and works while it is cut off: it signs what it does, and sends it later.
//     const phone = await Phone.pair(server, owner, server.staff.cashier);
//     const { body } = await phone.upload([await phone.served(code)]);
import { randomUUID } from 'node:crypto';
import { Device } from './device.mjs';
import { Person } from './person.mjs';

// What somebody did on their device a minute ago, as OfflineAction; unsigned.
export function action(person, more = {}) {
    const { session } = person;
    const at = new Date(Date.parse(session.server_time) - 60_000).toISOString();
    const store = session.stores.find((one) => one.id === session.store_id);
    return {
        format: 1, key: randomUUID(), merchant_id: session.merchant.id, device_id: session.device_id, store_id: store.id,
        lane_id: session.lane_id ?? store.lanes[0].id, staff_id: session.staff_id, grant_id: session.offline.grant.id, kind: 'redeem', channel: 'house',
        uses: 1, at, clock: 'steady', checked: { signature: false, roster: 'usable' }, ...more,
    };
}

export const uploadOf = (person, actions, more = {}) => ({
    merchant_id: person.session.merchant.id, device_id: person.session.device_id, grants: [person.session.offline.grant], actions, unsent: 0, ...more,
});

export class Phone {
    // Let in by `owner`, with `staff` signed in on it.
    static async pair(server, owner, staff) {
        const phone = new Phone();
        const link = (await owner.post('/api/v1/pairings', { purpose: 'staff', store_id: owner.session.store_id })).body;
        phone.device = await Device.make(new Person(server));
        await phone.device.claim(link.token);
        await owner.put(`/api/v1/pairings/${link.id}`, { confirm: true });
        await phone.device.collect();
        phone.person = phone.device.person;
        await phone.person.signIn(staff);
        await phone.person.stand(0, 0);
        return phone;
    }

    async sign(what) {
        const bytes = JSON.stringify(what);
        return { bytes, signature: await this.device.sign(`hexiao-action:${bytes}`) };
    }

    // A voucher that was served.
    served(code, more = {}) {
        return this.sign(action(this.person, { credential: code, ...more }));
    }

    upload(actions, { as = this.person, ...more } = {}) {
        return as.post('/api/v1/offline/actions', uploadOf(this.person, actions, more));
    }

    lease(voucher_ids, more = {}) {
        return this.person.post('/api/v1/leases', { voucher_ids, parts: [], waiting: false, minutes: 60, ...more }, { headers: { 'idempotency-key': randomUUID() } });
    }
}
