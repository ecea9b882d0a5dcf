// Server-sent events from chunks of text (HTML, "Server-sent events"): what both the proxy and the tests' readers need.
// push(text) returns the events that became whole: {id, name, data}.
export class EventParser {
    #rest = '';

    push(text) {
        const blocks = (this.#rest + text).split('\n\n');
        this.#rest = blocks.pop();
        return blocks.map((block) => {
            const lines = block.split('\n').filter((line) => !line.startsWith(':')).map((line) => line.split(/: ?(.*)/s));
            const last = (field) => lines.filter(([name]) => name === field).at(-1)?.[1];
            const data = lines.filter(([name]) => name === 'data').map(([, value]) => value);
            return data.length ? { id: last('id'), name: last('event') ?? 'message', data: data.join('\n') } : null;
        }).filter(Boolean);
    }
}
