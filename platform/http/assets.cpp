// See assets.h.
#include "platform/http/assets.h"

#include <array>
#include <fstream>
#include <regex>
#include <sstream>

#include "core/base/hash.h"
#include "platform/log.h"

namespace hexiao::http {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".ttf", "font/ttf"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view type_of(const std::string& name) {
    for (const auto& [suffix, type] : types) {
        if (name.ends_with(suffix)) {
            return type;
        }
    }
    return "application/octet-stream";
}

// "console-1A2B3C4D.wasm", "app.1a2b3c4d5e.js": eight or more letters and digits of a digest before the suffix.
bool is_hashed(const std::string& name) {
    static const std::regex hashed{R"(.*[-.](?=[^./]*[0-9])[0-9A-Za-z_]{8,}\.[a-z0-9]+)"};
    return std::regex_match(name, hashed);
}

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

}  // namespace

Assets::Assets(const std::filesystem::path& folder) {
    std::error_code failure;
    const std::filesystem::recursive_directory_iterator all{folder, failure};
    if (failure) {
        return;
    }
    for (const auto& entry : all) {
        const std::string suffix = entry.path().extension();
        if (entry.is_regular_file() && suffix != ".br" && suffix != ".gz" && suffix != ".map") {
            read_file(entry.path(), "/" + entry.path().lexically_relative(folder).generic_string());
        }
    }
    log::info("assets_loaded", {{"files", files_.size()}});
}

void Assets::read_file(const std::filesystem::path& path, const std::string& name) {
    const auto variant = [&](const char* suffix) {
        std::filesystem::path packed = path;
        packed += suffix;
        return read_all(packed);
    };
    File file{read_all(path), variant(".br"), variant(".gz"), {}, type_of(name), is_hashed(name)};
    file.etag = to_hex(sha256(file.identity)).substr(0, 20);
    files_[name] = std::move(file);
}

Answer Assets::get(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match) const {
    auto found = files_.find(path);
    if (found == files_.end() && path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos) {
        found = files_.find("/index.html");
    }
    if (found == files_.end()) {
        return problem({Reason::not_found, {}});
    }
    return answer(found->second, accept_encoding, if_none_match);
}

Answer Assets::answer(const File& file, std::string_view accept_encoding, std::string_view if_none_match) {
    struct Choice {
        std::string_view name;
        const std::string* body;
    };
    // In order of preference where the client's weights are equal.
    Choice best{"identity", &file.identity};
    int best_weight = encoding_weight(accept_encoding, "identity");
    for (const Choice& choice : {Choice{"gzip", &file.gzip}, Choice{"br", &file.brotli}}) {
        const int weight = encoding_weight(accept_encoding, choice.name);
        if (!choice.body->empty() && weight > 0 && weight >= best_weight) {
            best = choice;
            best_weight = weight;
        }
    }
    Answer answer;
    const std::string etag = "\"" + file.etag + "-" + std::string{best.name} + "\"";
    answer.content_type = file.type;
    answer.headers = {{"Vary", "Accept-Encoding"},
                      {"ETag", etag},
                      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
    if (if_none_match.find(etag) != std::string_view::npos) {
        answer.status = 304;
        answer.content_type.clear();
        return answer;
    }
    if (best.name != "identity") {
        answer.headers.emplace_back("Content-Encoding", best.name);
    }
    answer.body = *best.body;
    return answer;
}

}  // namespace hexiao::http
