// See verify.h.
#include "platform/commands/verify.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "core/api/proofs.h"
#include "platform/store/journal.h"
#include "platform/store/journal_check.h"
#include "platform/store/postgres.h"
#include "platform/store/sqlite.h"

namespace hexiao::commands {

namespace {

int fail(const std::string& sentence) {
    std::cerr << sentence << '\n';
    return 1;
}

void print(const store::JournalReport& report) {
    std::cout << report.title << " (" << report.merchant_id << "): " << report.head.size << " entries, root "
              << to_hex(report.head.root) << (report.fault_count == 0 ? ", agrees with itself" : ", CHANGED")
              << '\n';
    if (report.waiting > 0) {
        std::cout << "  " << report.waiting << " more wait to be numbered\n";
    }
    for (const std::string& sentence : report.faults) {
        std::cout << "  " << sentence << '\n';
    }
    if (const auto told = static_cast<std::int64_t>(report.faults.size()); told < report.fault_count) {
        std::cout << "  and " << report.fault_count - told << " more faults\n";
    }
}

// The head that was asked for; an empty text asks for none. A sentence where it is none, or no journal holds
// it.
std::string why_no_head(store::Connection& db, const std::string& text) {
    if (text.empty()) {
        return {};
    }
    const auto head = merkle::parse_head(text);
    if (!head) {
        return "--head is given as SIZE:ROOT, the root in 64 hexadecimal digits.";
    }
    return store::holds_head(db, store::journal_heads(db), *head)
               ? std::string{}
               : "No journal holds the head " + text + ": what it stood for was changed or taken away.";
}

// All of it in one reading transaction, which `db` has begun.
int verify_books(store::Connection& db, const std::string& head) {
    const auto reports = store::check_journals(db);
    if (db.failed()) {
        return fail("The books could not be read: " + db.message() +
                    ". Books of an older version are verified once the server has opened them.");
    }
    int status = 0;
    for (const store::JournalReport& report : reports) {
        print(report);
        status = report.fault_count == 0 ? status : 1;
    }
    const std::string why = why_no_head(db, head);
    return why.empty() ? status : fail(why);
}

int verify_folder(const std::filesystem::path& folder, const std::string& head) {
    const auto file = folder / "hexiao.db";
    std::error_code failure;
    if (!std::filesystem::exists(file, failure)) {
        return fail("There are no books in " + folder.string() + ".");
    }
    store::SqliteConnection db{file, true};
    db.exec("BEGIN");
    return verify_books(db, head);
}

int verify_database(const std::string& uri, const std::string& head) {
    store::PostgresConnection db{uri};
    if (!db.usable()) {
        return fail("The database cannot be reached: " + db.message() + ".");
    }
    db.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return verify_books(db, head);
}

std::string words(const Error& error) {
    switch (error.reason) {
    case Reason::head_mismatch: return "its proof does not lead from the entry to the head";
    case Reason::malformed_json: return "the entry is not in canonical bytes";
    default: return error.field.empty() ? "it is no receipt" : "its " + error.field + " is wrong";
    }
}

int verify_receipt(const VerifyOptions& options) {
    std::ifstream file{options.receipt, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        return fail("The file " + options.receipt.string() + " cannot be read.");
    }
    const auto receipt = wire::read<api::Receipt>(text.str());
    const auto entry = receipt ? api::check_receipt(*receipt) : Result<JournalEntry>{receipt.error()};
    if (!entry) {
        return fail("The receipt proves nothing: " + words(entry.error()) + ".");
    }
    const std::string head = std::to_string(receipt->head.size) + ":" + receipt->head.root;
    if (!options.head.empty() && !merkle::parse_head(options.head)) {
        return fail("--head is given as SIZE:ROOT, the root in 64 hexadecimal digits.");
    }
    if (!options.head.empty() && options.head != head) {
        return fail("The receipt is whole, but for another head: " + head + ".");
    }
    std::cout << "The entry stands at position " << receipt->position << " of the journal with the head "
              << head << ":\n"
              << receipt->entry << '\n';
    return 0;
}

} // namespace

int verify(const VerifyOptions& options) {
    if (!options.receipt.empty()) {
        return verify_receipt(options);
    }
    return options.database.empty() ? verify_folder(options.data, options.head)
                                    : verify_database(options.database, options.head);
}

} // namespace hexiao::commands
