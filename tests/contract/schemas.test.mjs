// openapi.yaml describes exactly the messages of core, and exactly the endpoints that core/api/endpoints.h lists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Contract } from '../harness/contract.mjs';
import { messageSchemas } from './schemas.mjs';

const contract = new Contract();

test('schemas are those of the messages', () => {
    assert.deepEqual(contract.document.components.schemas, messageSchemas(), 'run: node tests/contract/schemas.mjs --write');
});

test('operations are those of the endpoints', () => {
    const table = readFileSync(new URL('../../core/api/endpoints.h', import.meta.url), 'utf8');
    const listed = [...table.matchAll(/Endpoint\{"(\w+)",\s*Method::(\w+),\s*"([^"]+)"/g)].map(([, id, method, path]) => `${id} ${method === 'del' ? 'DELETE' : method.toUpperCase()} ${path}`);
    const described = Object.entries(contract.document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`));
    assert.deepEqual(described.sort(), listed.sort());
});

test('every reason of the contract is one of the enum', () => {
    const reasons = new Set(contract.document.components.schemas.Problem.properties.reason.enum);
    for (const line of contract.documented()) {
        const [, status, reason] = line.split(' ');
        assert.ok(status === 'event' || reason === '-' || reasons.has(reason), line);
    }
});
