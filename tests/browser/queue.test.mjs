// Staff and the queue: a number is given, called, called again, skipped, moved and closed at the console, once for each press,
// and a wall shows each by itself.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

const tickets = async () => (await stage.ledger().today()).queue?.tickets ?? [];
const list = (one, line) => one.page.getByRole('list', { name: one.words(`queue.line_${line}`), exact: true });
const row = (one, line, label) => list(one, line).getByRole('button', { name: new RegExp(`\\b${label}\\b`) });
const call = (wall, label, lane) => [wall.words('display.call', { label, lane })];

async function atQueue(one, who) {
    await one.enter(who, '/queue');
    await one.see('heading', 'queue.title');
}

// Gives a number at the console; its label, as staff tell it to the customer.
async function give(one, line) {
    const known = new Set((await tickets()).map(({ label }) => label));
    await one.pressButton(`queue.add_${line}`);
    const taken = await one.until(async () => (await tickets()).find(({ label }) => !known.has(label)), 'a number');
    await one.read('queue.taken', { label: taken.label });
    await row(one, line, taken.label).waitFor({ state: 'attached' });
    return taken.label;
}

for (const { shape, language, named } of both) {
    stage.scenario(`a number is given, called, called again, skipped, called back and closed; the wall shows it (${named})`, async ({ arrive, staff }) => {
        const [one, wall] = [await arrive({ shape, language }), await arrive({ shape: 'wall' })];
        await wall.enter(staff.display);
        assert.equal(wall.path(), '/display');
        await atQueue(one, staff.cashier);
        const label = await give(one, 'group_buy');
        await wall.see('listitem', { exact: label });

        await one.pressButton('queue.next');
        await one.see('status', { exact: label });
        const [{ lane }] = (await tickets()).filter((ticket) => ticket.label === label);
        const [said] = call(wall, label, lane.zh);
        await wall.see('listitem', { exact: said });
        await wall.gone('listitem', { exact: label }); // it waits no more

        await one.pressButton('queue.recall');
        await one.until(async () => (await tickets()).some((ticket) => ticket.label === label && ticket.calls === 2), 'a second call');

        await one.pressButton('queue.skip');
        await wall.gone('listitem', { exact: said });
        await one.until(async () => (await row(one, 'group_buy', label).textContent()).includes(one.words('queue.state_skipped')), 'skipped');

        await one.press(row(one, 'group_buy', label));
        await one.pressButton('queue.call');
        await one.see('status', { exact: label });
        await wall.see('listitem', { exact: said });
        await one.pressButton('queue.serve');
        await wall.gone('listitem', { exact: said });
        await row(one, 'group_buy', label).waitFor({ state: 'detached' });
        assert.equal((await tickets()).length, 0);
        await one.read('queue.empty');
    });
}

stage.scenario('a number moves to the other line and keeps what the customer holds; who has left is closed', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await atQueue(one, staff.cashier);
    const label = await give(one, 'general');
    await one.press(row(one, 'general', label));
    await one.pressButton('queue.to_group_buy');
    await row(one, 'group_buy', label).waitFor({ state: 'attached' });
    await row(one, 'general', label).waitFor({ state: 'detached' });
    await one.press(row(one, 'group_buy', label));
    await one.pressButton('queue.leave');
    await row(one, 'group_buy', label).waitFor({ state: 'detached' });
    assert.equal((await tickets()).length, 0);
});

stage.scenario('a lost answer is said, and the same press again gives no second number', async ({ arrive, staff, network }) => {
    const one = await arrive({ language: 'en' });
    await atQueue(one, staff.cashier);
    const path = `/api/v1/stores/${(await stage.ledger().client()).session.store_id}/tickets`;
    const lost = network.lose('POST', path);
    await one.pressButton('queue.add_group_buy');
    await lost;
    await one.see('status', 'queue.unknown');
    await one.pressButton('queue.add_group_buy');
    await one.until(async () => network.sent('POST', path).length === 2, 'asked again');
    const [{ label }, ...more] = await tickets();
    assert.deepEqual(more, [], 'one number');
    await one.read('queue.taken', { label });
    assert.equal(new Set(network.sent('POST', path).map(({ key }) => key)).size, 1);
    await one.press(row(one, 'group_buy', label));
    await one.pressButton('queue.leave');
    await row(one, 'group_buy', label).waitFor({ state: 'detached' });
});

stage.scenario('nobody waits: the next one is nobody, and without a lane nobody can be called', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await atQueue(one, staff.cashier);
    await one.pressButton('queue.next');
    await one.see('status', 'queue.nobody');
    const other = await arrive({ language: 'en', shape: 'phone' });
    await other.signIn(staff.cashier, '/queue');
    await other.read('queue.lane');
    assert.ok(await other.find('button', 'queue.next').isDisabled());
});
