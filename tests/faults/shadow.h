// A file as its process sees it, and what of it the disk has yet to be told. One for each path, shared by
// every open file of that path; thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include <sqlite3.h>

namespace hexiao::faults {

class Shadow {
public:
    explicit Shadow(std::string on_disk) : bytes_(std::move(on_disk)) {}

    // As the xRead, xWrite, ... of sqlite3_io_methods.
    int read(void* into, int amount, sqlite3_int64 from) const;
    void write(const void* bytes, int amount, sqlite3_int64 at);
    void truncate(sqlite3_int64 size);
    sqlite3_int64 size() const;

    // A deletion that no sync of the folder covers: the file is gone for its process only.
    void remove();
    void create();
    bool exists() const;

    // Tells the disk, by its own open file, and forgets what it told. `torn`: only half of it.
    int flush(sqlite3_file* disk, bool torn);
    // A failed sync: what was to be written is forgotten, though readers still see it.
    void forget();
    bool clean() const;
    // At the end of a process that nobody killed: what the system would write by and by.
    void write_back(const std::string& path);

private:
    int put(sqlite3_file* disk, sqlite3_int64 from, sqlite3_int64 to) const;

    mutable std::mutex mutex_;
    std::string bytes_;
    bool exists_ = true;
    std::map<sqlite3_int64, sqlite3_int64> unsynced_; // from → to, not overlapping
    sqlite3_int64 cut_to_ = -1;                       // the least size since the last sync; -1: not cut
};

} // namespace hexiao::faults
