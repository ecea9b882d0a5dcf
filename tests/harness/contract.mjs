// platform/openapi.yaml as something that can judge: which operation a request is, whether it and its answer are as
// described, and which (operation, status, reason) an answer was. Answers are held to the letter (no member that the
// contract does not name), requests as a reader of v1 would (unknown members are allowed).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export const contractFile = fileURLToPath(new URL('../../platform/openapi.yaml', import.meta.url));
const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

// The same schemas, with every object closed.
function closed(schema) {
    if (Array.isArray(schema)) return schema.map(closed);
    if (schema === null || typeof schema !== 'object') return schema;
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
    if (copy.type === 'object' && copy.properties) copy.additionalProperties = false;
    return copy;
}

export class Contract {
    constructor() {
        this.document = parse(readFileSync(contractFile, 'utf8'));
        this.open = this.#compiler((schema) => schema);
        this.strict = this.#compiler(closed);
        // Two that are no operation: what is answered where there is none, and what is answered before and around all.
        this.unrouted = { ...this.document['x-unrouted'], id: 'unrouted' };
        this.anywhere = { ...this.document['x-anywhere'], id: 'anywhere' };
        this.operations = [];
        for (const [path, item] of Object.entries(this.document.paths)) {
            for (const method of methods.filter((name) => item[name])) this.operations.push(this.#operation(path, method, item[method]));
        }
    }

    #compiler(change) {
        const ajv = new Ajv2020({ strict: false, allErrors: false });
        addFormats(ajv);
        ajv.addSchema({ $id: 'contract', components: { schemas: change(this.document.components.schemas) } });
        const known = new Map();
        return (schema) => {
            const key = JSON.stringify(schema);
            if (!known.has(key)) known.set(key, ajv.compile(JSON.parse(key.replaceAll('"#/components', '"contract#/components'))));
            return known.get(key);
        };
    }

    #operation(path, method, described) {
        const names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
        const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
        return { ...described, id: described.operationId, method: method.toUpperCase(), pattern, names };
    }

    resolve(thing) {
        if (!thing?.$ref) return thing;
        return thing.$ref.slice(2).split('/').reduce((place, step) => place[step], this.document);
    }

    // The operation of a request, with the values in its path; undefined where there is none.
    find(method, path) {
        for (const operation of this.operations) {
            const found = operation.method === method && operation.pattern.exec(path);
            if (found) return { operation, values: Object.fromEntries(operation.names.map((name, i) => [name, found[i + 1]])) };
        }
        return undefined;
    }

    // What is wrong with a request, as sentences.
    judgeRequest({ operation, values }, headers, query, body) {
        const wrong = [];
        const given = { path: (name) => values[name], header: (name) => headers[name.toLowerCase()], query: (name) => query.get(name) ?? undefined };
        for (const parameter of (operation.parameters ?? []).map((one) => this.resolve(one))) {
            const value = given[parameter.in](parameter.name);
            if (value === undefined) {
                if (parameter.required) wrong.push(`${parameter.name} is missing`);
            } else if (!this.open(parameter.schema)(value)) {
                wrong.push(`${parameter.name} is not as described`);
            }
        }
        const media = operation.requestBody?.content['application/json'];
        if (media) {
            if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) wrong.push('the content type is not application/json');
            wrong.push(...this.#judgeJson(this.open(media.schema), body));
        }
        return wrong;
    }

    #judgeJson(validate, text) {
        let value;
        try {
            value = JSON.parse(text);
        } catch {
            return ['the body is no JSON'];
        }
        return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath || 'body'} ${error.message} ${JSON.stringify(error.params)}`);
    }

    // The headers that every answer of the platform has.
    judgeCommon(headers) {
        return Object.entries(this.document['x-headers'])
            .filter(([name, value]) => headers[name] !== value)
            .map(([name]) => `${name} is not as described`);
    }

    // What is wrong with an answer, its reason ('-' where it has none), and whose answer it was: the operation's, or one
    // that may come anywhere. `operation` is undefined where there is none, `text` is null for streams.
    judgeAnswer(operation, status, headers, text) {
        const own = this.#judgeAs(operation ?? this.unrouted, status, headers, text);
        if (!own.wrong.length) return own;
        const around = this.#judgeAs(this.anywhere, status, headers, text);
        return around.wrong.length ? own : around;
    }

    #judgeAs(operation, status, headers, text) {
        const by = operation.id;
        const described = this.resolve(operation.responses[status]);
        if (!described) return { by, wrong: [`status ${status} is not documented`], reason: '-' };
        const wrong = this.judgeCommon(headers);
        for (const [name, reference] of Object.entries(described.headers ?? {})) {
            const header = this.resolve(reference);
            const value = headers[name.toLowerCase()];
            if (value === undefined ? header.required : !this.open(header.schema)(String(value))) wrong.push(`header ${name} is not as described`);
        }
        const [media] = Object.keys(described.content ?? {});
        const sent = headers['content-type']?.split(';')[0];
        if (sent !== media) return { by, wrong: [...wrong, `the content type is ${sent} instead of ${media}`], reason: '-' };
        if (text === null || !media || !/json$/.test(media)) return { by, wrong, reason: '-' };
        wrong.push(...this.#judgeJson(this.strict(described.content[media].schema), text));
        const reason = wrong.length ? '-' : (JSON.parse(text).reason ?? '-');
        if (reason !== '-' && !operation['x-reasons']?.[status]?.includes(reason)) wrong.push(`reason ${reason} is not documented for ${status}`);
        return { by, wrong, reason };
    }

    // What is wrong with one server-sent event.
    judgeEvent(operation, event) {
        const schema = this.resolve(operation.responses['200'])['x-events'][event.name];
        if (!schema) return [`event ${event.name} is not documented`];
        if (!event.id) return [`event ${event.name} has no id`];
        return this.#judgeJson(this.strict(schema), event.data);
    }

    // Everything that may happen: "operation status reason".
    documented() {
        const all = [];
        for (const operation of [this.unrouted, this.anywhere, ...this.operations]) {
            for (const status of Object.keys(operation.responses)) {
                for (const reason of operation['x-reasons']?.[status] ?? ['-']) all.push(`${operation.id} ${status} ${reason}`);
            }
            for (const name of Object.keys(this.resolve(operation.responses['200'])?.['x-events'] ?? {})) all.push(`${operation.id} event ${name}`);
        }
        return all;
    }
}
