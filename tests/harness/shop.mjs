// Every endpoint of running the shop, for tests that walk through all of them: who may call it, with which body, and whose
// ids stand in its path. `other` is a body that asks for something else; `ids` names the kind of thing that the path means
// (stores, lanes, products, staff, …); `read` is what changes nothing, or can be done once only.
import { randomUUID } from 'node:crypto';
import { jpeg } from './jpeg.mjs';

export const title = (text) => ({ zh: text, en: text });
export const uuid = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
const owner = ['owner'];
const managers = ['owner', 'manager'];
const counter = [...managers, 'cashier'];
const store = { title: title('新店'), zone: 'Asia/Shanghai', cut_minutes: 240 };

export const product = (stores, more = {}) => ({
    title: title('小面'), category: title('面食'), price_fen: 1500, contents: [{ title: title('面'), quantity: 1 }], conditions: [title('堂食')],
    valid_days: 30, uses: 1, store_ids: stores, stock_total: 20, ...more,
});

export const password = 'a-long-password';
export const newStaff = (stores, more = {}) => ({ account: `new-${randomUUID()}`, settings: { name: '小周', role: 'cashier', store_ids: stores, ...more } });

export const sale = (product, quantity = 1, more = {}) => ({ items: [{ product_id: product, quantity }], gift: false, ...more });

// `things`: an id of each kind, for bodies that need one.
export const endpoints = (things = {}) => every([things.stores], things);
const every = (stores, things) => [
    { id: 'list_staff', method: 'GET', path: '/api/v1/staff', roles: managers, paged: true },
    { id: 'add_staff', method: 'POST', path: '/api/v1/staff', roles: managers, body: newStaff(stores), other: newStaff(stores), key: true },
    { id: 'change_staff', method: 'PUT', path: '/api/v1/staff/{staff_id}', ids: 'staff', roles: managers, body: { name: '小周', role: 'cashier', store_ids: stores } },
    { id: 'switch_staff', method: 'PUT', path: '/api/v1/staff/{staff_id}/enabled', ids: 'staff', roles: managers, body: { on: true } },
    { id: 'list_devices', method: 'GET', path: '/api/v1/devices', roles: managers, paged: true },
    { id: 'rename_device', method: 'PUT', path: '/api/v1/devices/{device_id}', ids: 'devices', roles: managers, body: { name: '门口' } },
    { id: 'revoke_device', method: 'DELETE', path: '/api/v1/devices/{device_id}', ids: 'devices', roles: managers },
    { id: 'get_merchant', method: 'GET', path: '/api/v1/merchant', roles: managers },
    { id: 'change_merchant', method: 'PUT', path: '/api/v1/merchant', roles: owner, body: { title: title('面馆'), customer_days: 180 } },
    { id: 'list_stores', method: 'GET', path: '/api/v1/stores', roles: managers, paged: true },
    { id: 'add_store', method: 'POST', path: '/api/v1/stores', roles: owner, body: store, other: { ...store, cut_minutes: 0 }, key: true },
    { id: 'change_store', method: 'PUT', path: '/api/v1/stores/{store_id}', ids: 'stores', roles: owner, body: store },
    { id: 'add_lane', method: 'POST', path: '/api/v1/stores/{store_id}/lanes', ids: 'stores', roles: managers, body: { title: title('新通道') }, other: { title: title('别的') }, key: true },
    { id: 'change_lane', method: 'PUT', path: '/api/v1/lanes/{lane_id}', ids: 'lanes', roles: managers, body: { title: title('通道') } },
    { id: 'switch_lane', method: 'PUT', path: '/api/v1/lanes/{lane_id}/in_use', ids: 'lanes', roles: managers, body: { on: true } },
    { id: 'list_products', method: 'GET', path: '/api/v1/products', roles: managers, paged: true },
    { id: 'add_product', method: 'POST', path: '/api/v1/products', roles: managers, body: product(stores), other: product(stores, { uses: 2 }), key: true },
    { id: 'change_product', method: 'PUT', path: '/api/v1/products/{product_id}', ids: 'products', roles: managers, body: product(stores) },
    { id: 'switch_product', method: 'PUT', path: '/api/v1/products/{product_id}/on_sale', ids: 'products', roles: managers, body: { on: true } },
    { id: 'set_picture', method: 'PUT', path: '/api/v1/products/{product_id}/picture', ids: 'products', roles: managers, body: { data: jpeg().toString('base64') } },
    { id: 'remove_picture', method: 'DELETE', path: '/api/v1/products/{product_id}/picture', ids: 'products', roles: managers },
    { id: 'acknowledge_stock', method: 'PUT', path: '/api/v1/products/{product_id}/notice', ids: 'products', roles: counter, body: { store_id: things.stores, level: 'warning' } },
    { id: 'sell_vouchers', method: 'POST', path: '/api/v1/sales', roles: managers, body: sale(things.products), other: sale(things.products, 2), key: true },
    { id: 'find_vouchers', method: 'POST', path: '/api/v1/vouchers/find', roles: managers, body: { order_id: uuid }, read: true },
    { id: 'get_voucher_history', method: 'GET', path: '/api/v1/vouchers/{voucher_id}/history', ids: 'vouchers', roles: managers },
    { id: 'revoke_voucher', method: 'PUT', path: '/api/v1/vouchers/{voucher_id}/revocation', ids: 'vouchers', roles: managers, body: { reason: 'wrong_sale' }, repeats: { replayed: true } },
    { id: 'renew_holder_page', method: 'POST', path: '/api/v1/vouchers/{voucher_id}/page', ids: 'vouchers', roles: managers, body: {}, read: true },
    { id: 'redeem_batch', method: 'POST', path: '/api/v1/redeem/batch', roles: counter, body: { items: [{ handle: uuid, uses: 1 }] }, other: { items: [{ handle: uuid, uses: 2 }] }, key: true },
    { id: 'undo_redemption', method: 'PUT', path: '/api/v1/redemptions/{redemption_id}/revocation', ids: 'redemptions', roles: counter, body: { reason: 'mistake', nothing_served: true }, other: { reason: 'customer_asked', nothing_served: true }, key: true },
    { id: 'close_action', method: 'POST', path: '/api/v1/closures', roles: managers, body: { reason: 'served' }, other: { reason: 'not_served' }, key: true },
    { id: 'take_ticket', method: 'POST', path: '/api/v1/stores/{store_id}/tickets', ids: 'stores', roles: counter, body: { line: 'group_buy' }, other: { line: 'general' }, key: true },
    { id: 'call_next', method: 'POST', path: '/api/v1/stores/{store_id}/calls', ids: 'stores', roles: counter, body: { lane_id: things.lanes }, other: { lane_id: uuid }, key: true },
    { id: 'change_ticket', method: 'PUT', path: '/api/v1/tickets/{ticket_id}/state', ids: 'tickets', roles: counter, body: { action: 'move', line: 'general' }, other: { action: 'leave' }, key: true },
    { id: 'look_up', method: 'POST', path: '/api/v1/lookups', roles: counter, body: { phone: '13800000000' }, read: true },
    { id: 'prove_order', method: 'POST', path: '/api/v1/lookups/{held_id}/proof', roles: counter, body: { code_last4: '0000' }, read: true },
    { id: 'list_closed_days', method: 'GET', path: '/api/v1/stores/{store_id}/closed_days', ids: 'stores', roles: managers, paged: true },
    { id: 'close_day', method: 'PUT', path: '/api/v1/stores/{store_id}/closed_days/2026-01-01', ids: 'stores', roles: managers, body: {} },
    { id: 'get_closed_day', method: 'GET', path: '/api/v1/stores/{store_id}/closed_days/2026-01-01', ids: 'stores', roles: managers },
    { id: 'get_closed_day_csv', method: 'GET', path: '/api/v1/stores/{store_id}/closed_days/2026-01-01/csv', ids: 'stores', roles: managers },
    { id: 'get_figures', method: 'GET', path: '/api/v1/stores/{store_id}/days/2026-01-01/figures', ids: 'stores', roles: managers },
    { id: 'get_figures_csv', method: 'GET', path: '/api/v1/stores/{store_id}/days/2026-01-01/csv', ids: 'stores', roles: managers },
    { id: 'list_waits', method: 'GET', path: '/api/v1/stores/{store_id}/days/2026-01-01/waits', ids: 'stores', roles: managers, paged: true },
    { id: 'find_redemptions', method: 'POST', path: '/api/v1/stores/{store_id}/redemptions/find', ids: 'stores', roles: managers, body: { business_day: '2026-01-01' }, read: true },
    { id: 'find_ordered', method: 'POST', path: '/api/v1/stores/{store_id}/ordered/find', ids: 'stores', roles: managers, body: { from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' }, read: true },
    { id: 'acknowledge', method: 'PUT', path: '/api/v1/stores/{store_id}/alerts', ids: 'stores', roles: managers, body: { kind: 'long_wait', until: '2026-01-01T00:00:00.000Z' } },
    { id: 'get_roster', method: 'GET', path: '/api/v1/roster', roles: counter, paged: true },
    { id: 'renew_leases', method: 'PUT', path: '/api/v1/leases', roles: counter, body: { minutes: 60 } },
    { id: 'return_leases', method: 'POST', path: '/api/v1/leases/returns', roles: counter, body: { lease_ids: [] } },
    { id: 'list_leases', method: 'GET', path: '/api/v1/stores/{store_id}/leases', ids: 'stores', roles: counter },
    { id: 'take_back_leases', method: 'DELETE', path: '/api/v1/devices/{device_id}/leases', ids: 'devices', roles: managers },
    { id: 'list_conflicts', method: 'GET', path: '/api/v1/stores/{store_id}/conflicts', ids: 'stores', roles: managers, paged: true },
    { id: 'give_conflict', method: 'PUT', path: '/api/v1/conflicts/{conflict_id}/owner', ids: 'conflicts', roles: managers, body: { staff_id: things.managers } },
    { id: 'decide_conflict', method: 'PUT', path: '/api/v1/conflicts/{conflict_id}/decision', ids: 'conflicts', roles: managers, body: { step: 'accept_loss' } },
    { id: 'get_offline_limits', method: 'GET', path: '/api/v1/merchant/offline', roles: managers },
    { id: 'change_offline_limits', method: 'PUT', path: '/api/v1/merchant/offline', roles: owner, body: { value_fen: 100000, count: 50, contact_minutes: 60, qr_minutes: 60, approval_above_fen: 20000 } },
    { id: 'make_forms', method: 'POST', path: '/api/v1/stores/{store_id}/forms', ids: 'stores', roles: managers, body: { count: 10 }, other: { count: 20 }, key: true },
    { id: 'enter_paper', method: 'POST', path: '/api/v1/stores/{store_id}/paper', ids: 'stores', roles: managers, body: { entries: [] } },
    { id: 'enter_paper_csv', method: 'POST', path: '/api/v1/stores/{store_id}/paper/csv', ids: 'stores', roles: managers, body: { csv: 'form,outcome,time,code,product,uses,account,lane,phone\n' } },
    { id: 'list_compensations', method: 'GET', path: '/api/v1/stores/{store_id}/compensations', ids: 'stores', roles: managers, paged: true },
    { id: 'find_customer', method: 'POST', path: '/api/v1/customers/find', roles: managers, body: { phone: '13800000000' }, read: true },
    { id: 'export_customer', method: 'GET', path: '/api/v1/customers/{customer_id}/export', ids: 'customers', roles: owner },
    { id: 'erase_customer', method: 'DELETE', path: '/api/v1/customers/{customer_id}', ids: 'customers', roles: owner, status: 204, read: true },
];

// Calls an endpoint with `id` in its path.
export function call(person, endpoint, id = uuid, { body = endpoint.body, key = randomUUID(), headers, ...more } = {}) {
    const path = endpoint.path.replace(/\{\w+\}/, id);
    return person.send(endpoint.method, path, body, { ...more, headers: { ...(endpoint.key && { 'idempotency-key': key }), ...headers } });
}

// Makes something; its id.
export async function create(person, path, body) {
    const { status, body: made } = await person.post(path, body, { headers: { 'idempotency-key': randomUUID() } });
    if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(made)}`);
    return made.id;
}

// All items of a paged collection.
export async function all(person, path) {
    const items = [];
    for (let next = ''; next !== undefined;) {
        const { status, body } = await person.get(next ? `${path}?after=${next}` : path);
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        items.push(...body.items);
        next = body.next;
    }
    return items;
}
