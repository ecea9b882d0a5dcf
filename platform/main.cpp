// The program: `hexiao serve` keeps the books in a folder and answers browsers until it is told to stop.
// Whatever a person should read goes to stdout in sentences; the log goes to stderr as JSON.
#include <iostream>

#include <CLI/CLI.hpp>

#include "platform/commands/backup.h"
#include "platform/commands/reset_link.h"
#include "platform/commands/verify.h"
#include "platform/demo/folder.h"
#include "platform/http/server.h"
#include "platform/http/trust.h"
#include "platform/log.h"

namespace {

using namespace hexiao;

struct Options {
    http::ServeOptions serve;
    std::filesystem::path data;
    std::string database;
    std::filesystem::path assets;
    bool copied = false;
    bool demo = false;
    bool lan = false;
};

int fail(const std::string& sentence) {
    std::cerr << sentence << '\n';
    return 1;
}

std::string greeting(const Options& options) {
    const auto& serve = options.serve;
    const std::string tls_port = ":" + std::to_string(serve.tls_port) + "/";
    std::string text =
        "Hexiao is running. Open http://localhost:" + std::to_string(serve.port) + "/ on this computer";
    if (serve.tls_port != 0) {
        text += ", or https://localhost" + tls_port;
    }
    if (options.lan) {
        const http::Machine machine = http::this_machine();
        text += ". Phones in the same network open the https address with this computer's name or number:";
        for (const std::string& address : machine.addresses) {
            text.append(" https://").append(address).append(tls_port);
        }
        text += machine.host.empty() ? "." : " https://" + machine.host + tls_port + " .";
        if (!serve.authority.empty() && !machine.addresses.empty()) {
            text += " A new phone opens http://" + machine.addresses.front() + ":" +
                    std::to_string(serve.port) + "/trust first.";
        }
    } else {
        text += ". Only this computer can reach it; start with LAN=1 to let phones in.";
    }
    if (!serve.authority.empty()) {
        text += " Browsers trust https here once they trust " + serve.authority + " (SHA-256 " +
                http::fingerprint(serve.authority) + ").";
    }
    return text + " Data is kept in " + options.data.string() + ".\n";
}

// Where the first merchant is made. The token stands in the fragment, which no browser sends to a server.
std::string setup_line(const Options& options, const Secret& token) {
    const std::string path = "/setup#" + token.reveal();
    std::string text =
        "Nothing is set up yet. Whoever opens this link makes the shop and becomes its owner; it is good "
        "once, until this program ends:\n\n  http://localhost:" +
        std::to_string(options.serve.port) + path + "\n";
    if (options.lan) {
        const http::Machine machine = http::this_machine();
        const std::string name = machine.addresses.empty() ? machine.host : machine.addresses.front();
        text += "  https://" + name + ":" + std::to_string(options.serve.tls_port) + path + "\n";
    }
    return text + "\n";
}

// What it is called and shows to begin with, and whom to ask later. Otherwise a sentence about what went
// wrong.
std::string look_around(Options& options) {
    auto& serve = options.serve;
    const auto around = std::make_shared<http::Surroundings>(http::Surroundings::Given{
        options.data, serve.hosts, serve.tls_port != 0, serve.certificate, serve.key});
    auto seen = around->look();
    if (auto* why = std::get_if<std::string>(&seen)) {
        return std::move(*why);
    }
    auto& first = std::get<http::Surroundings::Seen>(seen);
    serve.hosts = std::move(first.hosts);
    serve.certificate = first.files.chain_file;
    serve.key = first.files.key_file;
    serve.authority = first.files.ca_file;
    serve.look = [around] { return around->look(); };
    return {};
}

int serve(Options options) {
    log::start();
    if (std::string why = http::why_not_listen(options.serve); !why.empty()) {
        return fail(why);
    }
    service::SystemClock clock;
    service::SystemIds ids;
    std::string accounts;
    if (options.demo) {
        const auto demo = demo::prepare_folder(options.data, clock, ids);
        if (const auto* why = std::get_if<std::string>(&demo)) {
            return fail(*why);
        }
        accounts = "This is a demo: nothing here is real. Sign in with one of these:\n\n" +
                   std::get_if<demo::Accounts>(&demo)->table + "\n";
    }
    auto opened = store::Store::open(options.data, options.database,
                                     options.copied ? store::Copy::with_owner : store::Copy::here);
    if (const auto* why = std::get_if<std::string>(&opened)) {
        return fail(*why);
    }
    store::Store& books = **std::get_if<0>(&opened);
    service::Services services{books, clock, ids, options.demo};
    if (!services.counter.start()) {
        return fail("The database could not be read or written; the log says why.");
    }
    const auto setup = services.setup.begin();
    if (!setup) {
        return fail("The database could not be read or written; the log says why.");
    }
    const std::string first_steps = *setup ? setup_line(options, **setup) : accounts;
    if (const std::string why = look_around(options); !why.empty()) {
        return fail(why);
    }
    const http::Assets assets{options.assets};
    http::serve(services, assets, options.serve,
                [&] { std::cout << first_steps << greeting(options) << std::flush; });
    return 0;
}

// `hexiao verify`, with where its options go.
CLI::App* add_verify(CLI::App& app, commands::VerifyOptions& options) {
    CLI::App* command =
        app.add_subcommand("verify", "Check the journal, or one receipt, against what was written");
    auto* what = command->add_option_group("what");
    what->add_option("--data", options.data, "Folder of the books; a server may be running on it");
    what->add_option("--database", options.database, "postgresql://... where the books are");
    what->add_option("--receipt", options.receipt, "File of one receipt");
    what->require_option(1);
    command->add_option("--head", options.head,
                        "SIZE:ROOT to which the receipt must lead, or which a journal must hold");
    return command;
}

int tell(const commands::Told& told) {
    (told.done ? std::cout : std::cerr) << told.text << (told.done ? "" : "\n");
    return told.done ? 0 : 1;
}

// `hexiao backup` and `hexiao restore`, with where their options go.
void add_backup(CLI::App& app, commands::BackupOptions& backup, commands::RestoreOptions& restore) {
    CLI::App* making =
        app.add_subcommand("backup", "Copy the books, also while the server runs, and check the copy");
    making->add_option("--data", backup.data, "Folder of the books")->required();
    making->add_option("--to", backup.to, "New folder for the copy")->required();
    CLI::App* restoring = app.add_subcommand("restore", "Make a folder of books from a backup");
    restoring->add_option("--from", restore.from, "Folder of the backup")->required();
    restoring->add_option("--data", restore.data, "New folder for the books")->required();
    restoring->add_option(
        "--expect-head", restore.expect_heads,
        "Journal head, SIZE:ROOT, that the books must hold: from a phone, a statement or an earlier "
        "backup; may be repeated");
}

// `hexiao reset-link`, with where its options go.
void add_reset_link(CLI::App& app, commands::ResetLinkOptions& options) {
    CLI::App* command = app.add_subcommand(
        "reset-link", "Print a link with which somebody sets a new password, once; the server must be "
                      "stopped, unless the books are in PostgreSQL");
    command->add_option("--data", options.data, "Folder of the books")->required();
    command->add_option("--database", options.database, "postgresql://... where the books are")
        ->envname("HEXIAO_DATABASE");
    command->add_option("--account", options.account, "Whose password")->required();
    command->add_option("--port", options.port, "Port of the server, for the link")->capture_default_str();
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Hexiao: a merchant's console for group-buy vouchers"};
    app.require_subcommand(1);
    Options options;
    CLI::App* command = app.add_subcommand("serve", "Keep the books and answer browsers");
    command->add_option("--port", options.serve.port, "Port for HTTP")->capture_default_str();
    command->add_option("--tls-port", options.serve.tls_port, "Port for HTTPS; 0 for none")
        ->capture_default_str();
    command->add_option("--data", options.data, "Folder of the books")->required();
    auto* database = command->add_option(
        "--database", options.database,
        "postgresql://... instead of a file in that folder; give its password as PGPASSWORD or in ~/.pgpass, "
        "where no list of processes shows it");
    database->envname("HEXIAO_DATABASE");
    command
        ->add_flag("--copied", options.copied,
                   "Bring the database up to date without a copy by pg_dump in the data folder: you have one")
        ->needs(database);
    command->add_option("--assets", options.assets, "Folder of the built console (build/dist)");
    auto* certificate =
        command->add_option("--cert", options.serve.certificate, "Certificate chain of your own, PEM");
    auto* key = command->add_option("--key", options.serve.key, "Its private key, PEM");
    certificate->needs(key);
    key->needs(certificate);
    command->add_option("--trusted-proxy", options.serve.trusted_proxies,
                        "Address of a proxy in front whose X-Forwarded-For is believed; may be repeated");
    command->add_option(
        "--host", options.serve.hosts,
        "A name that browsers may call this server by, besides this machine's; may be repeated");
    command
        ->add_option("--metrics-port", options.serve.metrics_port,
                     "Port for /metrics (Prometheus), for this computer only; 0 for none")
        ->capture_default_str();
    auto* connections =
        command->add_option("--connections-per-address", options.serve.connections_per_address,
                            "Most connections of one address; 0 for any number");
    connections->capture_default_str();
    command->add_flag("--demo", options.demo, "Make a new folder a demo with three shops");
    command->add_flag("--lan", options.lan, "Let other machines in the network reach it, by HTTPS only");
    commands::VerifyOptions verify;
    const CLI::App* verifying = add_verify(app, verify);
    commands::BackupOptions backup;
    commands::RestoreOptions restore;
    add_backup(app, backup, restore);
    commands::ResetLinkOptions reset_link;
    add_reset_link(app, reset_link);
    CLI11_PARSE(app, argc, argv);
    if (verifying->parsed()) {
        return commands::verify(verify);
    }
    if (app.got_subcommand("backup")) {
        return tell(commands::back_up(backup));
    }
    if (app.got_subcommand("restore")) {
        return tell(commands::restore(restore));
    }
    if (app.got_subcommand("reset-link")) {
        log::start();
        return tell(commands::make_reset_link(reset_link));
    }
    if (options.demo && !options.database.empty()) {
        return fail(
            "A demo keeps its books in its own folder; leave out --database (HEXIAO_DATABASE), or --demo.");
    }
    if (options.lan && options.serve.tls_port == 0) {
        return fail("Other machines are let in by HTTPS only: --lan needs --tls-port.");
    }
    if (options.lan) {
        options.serve.tls_address = "0.0.0.0";
        options.serve.address = "0.0.0.0"; // for /trust and the way to https, nothing else
    }
    if (!options.serve.trusted_proxies.empty() && connections->count() == 0) {
        options.serve.connections_per_address = 0; // all come from the proxy, which counts them itself
    }
    return serve(std::move(options));
}
