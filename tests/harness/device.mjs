// A browser that is being paired: the key that WebCrypto makes in it, and the two requests that it sends.
//     const device = await Device.make(new Person(server));
//     const { body } = await device.claim(token);
//     const answer = await device.collect();
import { webcrypto } from 'node:crypto';

export class Device {
    static async make(person) {
        const device = new Device();
        device.person = person;
        device.attempt = 0;
        device.key = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
        device.spki = Buffer.from(await webcrypto.subtle.exportKey('spki', device.key.publicKey)).toString('base64');
        return device;
    }

    async claim(token) {
        const answer = await this.person.post('/api/v1/pairing/claim', { token, public_key: this.spki });
        if (answer.status === 200) this.claimed = answer.body;
        return answer;
    }

    async sign(text) {
        return Buffer.from(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.key.privateKey, Buffer.from(text))).toString('base64');
    }

    // With the next number, and the signature over another text, where one is given. `this.sent`: the body, as who listened saw it.
    async collect({ id = this.claimed.pairing_id, attempt = this.attempt + 1, text = `hexiao-pairing:${this.claimed.challenge}:${attempt}` } = {}) {
        this.attempt = attempt;
        this.sent = { pairing_id: id, attempt, signature: await this.sign(text) };
        const answer = await this.person.post('/api/v1/pairing/collect', this.sent);
        if (answer.body?.session) this.person.session = answer.body.session;
        return answer;
    }
}
