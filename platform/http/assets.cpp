// See assets.h.
#include "platform/http/assets.h"

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "platform/log.h"

namespace hexiao::http {

namespace {

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

} // namespace

Assets::Assets(const std::filesystem::path& folder) {
    const auto manifest = nlohmann::json::parse(read_all(folder / "asset-manifest.json"), nullptr, false);
    const auto files = manifest.is_object() ? manifest.find("files") : manifest.end();
    if (files == manifest.end() || !files->is_object()) {
        log::info("no_assets");
        return;
    }
    for (const auto& [name, entry] : files->items()) {
        if (entry.is_object()) {
            read_file(folder, name, entry);
        }
    }
    log::info("assets_loaded", {{"files", files_.size()}});
}

void Assets::read_file(const std::filesystem::path& folder, const std::string& name,
                       const nlohmann::json& entry) {
    const auto path = folder / entry.value("file", std::string{});
    const auto packed = [&](const char* suffix) { return read_all(path.string() + suffix); };
    File file{read_all(path),
              packed(".br"),
              packed(".gz"),
              {},
              entry.value("type", std::string{}),
              entry.value("immutable", false)};
    file.etag = to_hex(sha256(file.identity)).substr(0, 20);
    files_[name] = std::move(file);
}

Answer Assets::get(std::string_view path, std::string_view accept_encoding,
                   std::string_view if_none_match) const {
    auto found = files_.find(path);
    if (found == files_.end() && path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos) {
        found = files_.find("/");
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

} // namespace hexiao::http
