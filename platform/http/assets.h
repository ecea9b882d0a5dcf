// What a browser loads, kept in memory: each file as it is, and as brotli and gzip where the build made them
// (.br, .gz). Drogon's own static files would send brotli to clients that cannot read it (server.md §4), so
// this is ours.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/http/request.h"

namespace hexiao::http {

class Assets {
public:
    // Reads what the folder's asset-manifest.json lists ({"files": {"/path": {"file", "type", "immutable"}}},
    // made by web/build.mjs). Without one there is nothing, and the API works all the same.
    explicit Assets(const std::filesystem::path& folder);

    // Answers GET `path`: a file, the page "/" for any address of the console (a last segment without a dot),
    // or 404.
    Answer get(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match) const;

private:
    struct File {
        std::string identity;
        std::string brotli; // empty where there is none
        std::string gzip;
        std::string etag; // digest of the identity
        std::string type;
        bool immutable = false; // its name holds a digest of its content
    };
    void read_file(const std::filesystem::path& folder, const std::string& name, const nlohmann::json& entry);
    static Answer answer(const File& file, std::string_view accept_encoding, std::string_view if_none_match);

    std::map<std::string, File, std::less<>> files_; // by path: "/", "/assets/…"
};

} // namespace hexiao::http
