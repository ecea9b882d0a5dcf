// The platform's database from outside, for what no endpoint can cause: a merchant's withdrawal between two requests, a
// table that cannot be read. Python's standard library has SQLite; Node 18 has not.
import { execFileSync } from 'node:child_process';

const program = `
import json, sqlite3, sys
books = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
print(json.dumps(books.execute(sys.argv[2], json.loads(sys.argv[3])).fetchall()))
`;

// Runs one statement; the rows that it gives.
export function sql(server, statement, ...values) {
    return JSON.parse(execFileSync('python3', ['-c', program, `${server.data}/hexiao.db`, statement, JSON.stringify(values)], { encoding: 'utf8' }));
}

// How many rows the tables have that only a recorded command fills.
export function recorded(server) {
    return sql(server, `SELECT (SELECT count(*) FROM redemption), (SELECT count(*) FROM journal), (SELECT count(*) FROM intent),
        (SELECT count(*) FROM prepared), (SELECT count(*) FROM session), (SELECT count(*) FROM device), (SELECT sum(uses_left) FROM voucher)`)[0];
}
