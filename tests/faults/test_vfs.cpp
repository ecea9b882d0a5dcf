// See test_vfs.h.
#include "tests/faults/test_vfs.h"

#include <atomic>
#include <fstream>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <unordered_map>

#include "tests/faults/shadow.h"

namespace hexiao::faults {

namespace {

// What one operation is to do.
enum class Verdict : std::uint8_t { go_on, eio, enospc, ignored, last_gasp };

// Empty where there is none.
std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary | std::ios::ate};
    std::string bytes(file ? static_cast<std::size_t>(file.tellg()) : 0, '\0');
    file.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

// The faults and the shadows of this process.
class Disk {
public:
    ~Disk() {
        for (const auto& [path, shadow] : shadows_) {
            if (!dead_) {
                shadow->write_back(path);
            }
        }
    }

    Verdict judge(Operation operation) {
        const std::lock_guard lock{mutex_};
        ++operations_;
        if (dead_) {
            return Verdict::eio;
        }
        if (power_for_ == 0) {
            dead_ = true;
            return operation == Operation::sync ? Verdict::last_gasp : Verdict::eio;
        }
        power_for_ -= power_for_ > 0 ? 1 : 0;
        const bool meant =
            fault_.failure != Failure::none && (fault_.on == Operation::any || fault_.on == operation);
        if (!meant || ++met_ % fault_.every != 0) {
            return Verdict::go_on;
        }
        const Failure failure = fault_.failure;
        if (fault_.once) {
            fault_ = {};
        }
        switch (failure) {
        case Failure::eio: return Verdict::eio;
        case Failure::enospc: return Verdict::enospc;
        case Failure::ignored: return operation == Operation::sync ? Verdict::ignored : Verdict::go_on;
        case Failure::none: break;
        }
        return Verdict::go_on;
    }

    void inject(const Fault& fault) {
        const std::lock_guard lock{mutex_};
        fault_ = fault;
        met_ = 0;
    }
    std::int64_t operations() {
        const std::lock_guard lock{mutex_};
        return operations_;
    }
    void cut_power_after(std::int64_t more) {
        const std::lock_guard lock{mutex_};
        power_for_ = more;
    }
    void restore_power() {
        const std::lock_guard lock{mutex_};
        power_for_ = -1;
        dead_ = false;
        shadows_.clear();
    }

    // The shadow of a file that is being opened.
    std::shared_ptr<Shadow> open(const std::string& path) {
        const std::lock_guard lock{mutex_};
        auto& shadow = shadows_[path];
        if (!shadow) {
            shadow = std::make_shared<Shadow>(read_file(path));
        }
        shadow->create();
        return shadow;
    }
    std::shared_ptr<Shadow> find(const std::string& path) {
        const std::lock_guard lock{mutex_};
        const auto found = shadows_.find(path);
        return found == shadows_.end() ? nullptr : found->second;
    }
    // The last one to close a file of which the disk knows all: from here on the disk's word counts.
    void close(const std::string& path, std::shared_ptr<Shadow> shadow) {
        const std::lock_guard lock{mutex_};
        const auto found = shadows_.find(path);
        if (found != shadows_.end() && found->second == shadow && shadow.use_count() == 2 &&
            shadow->clean()) {
            shadows_.erase(found);
        }
    }
    void remove(const std::string& path) {
        const std::lock_guard lock{mutex_};
        shadows_.erase(path);
    }

    std::atomic<bool> lossy = false;
    std::atomic<std::int64_t> slower_ms = 0;

private:
    std::mutex mutex_;
    Fault fault_;
    std::int64_t met_ = 0; // operations that the fault could have struck
    std::int64_t operations_ = 0;
    std::int64_t power_for_ = -1; // operations; -1: for ever
    bool dead_ = false;
    std::unordered_map<std::string, std::shared_ptr<Shadow>> shadows_;
};

Disk& disk() {
    static Disk one;
    return one;
}

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

// An open file; the system's own lies behind it in the same memory.
struct File {
    sqlite3_file base;
    std::string path;
    std::shared_ptr<Shadow> shadow; // null: written through
};

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
}

int on_close(sqlite3_file* file) {
    sqlite3_file* real = real_of(file);
    const int code = real->pMethods->xClose(real);
    File& ours = file_of(file);
    if (ours.shadow) {
        disk().close(ours.path, std::move(ours.shadow));
    }
    ours.~File();
    return code;
}

int on_read(sqlite3_file* file, void* into, int amount, sqlite3_int64 from) {
    sqlite3_file* real = real_of(file);
    const auto& shadow = file_of(file).shadow;
    return shadow ? shadow->read(into, amount, from) : real->pMethods->xRead(real, into, amount, from);
}

// What a write that is not to happen answers; SQLITE_OK for one that is.
int refusal(Verdict verdict, int eio) {
    switch (verdict) {
    case Verdict::eio: return eio;
    case Verdict::enospc: return SQLITE_FULL;
    default: return SQLITE_OK;
    }
}

int on_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) {
    if (const int code = refusal(disk().judge(Operation::write), SQLITE_IOERR_WRITE); code != SQLITE_OK) {
        return code;
    }
    sqlite3_file* real = real_of(file);
    if (const auto& shadow = file_of(file).shadow) {
        shadow->write(bytes, amount, at);
        return SQLITE_OK;
    }
    return real->pMethods->xWrite(real, bytes, amount, at);
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = refusal(disk().judge(Operation::write), SQLITE_IOERR_TRUNCATE); code != SQLITE_OK) {
        return code;
    }
    sqlite3_file* real = real_of(file);
    if (const auto& shadow = file_of(file).shadow) {
        shadow->truncate(size);
        return SQLITE_OK;
    }
    return real->pMethods->xTruncate(real, size);
}

int on_sync(sqlite3_file* file, int flags) {
    sqlite3_file* real = real_of(file);
    const auto& shadow = file_of(file).shadow;
    const Verdict verdict = disk().judge(Operation::sync);
    std::this_thread::sleep_for(std::chrono::milliseconds{disk().slower_ms.load()});
    switch (verdict) {
    case Verdict::ignored: return SQLITE_OK;
    case Verdict::eio:
    case Verdict::enospc:
        if (shadow) {
            shadow->forget();
        }
        return SQLITE_IOERR_FSYNC; // whichever it was: SQLite does not look either
    case Verdict::last_gasp:
        if (shadow) {
            shadow->flush(real, true);
        }
        return SQLITE_IOERR_FSYNC;
    case Verdict::go_on: break;
    }
    // What the system has taken survives a kill, and no more is asked of a shadow's disk.
    return shadow ? shadow->flush(real, false) : real->pMethods->xSync(real, flags);
}

int on_size(sqlite3_file* file, sqlite3_int64* size) {
    sqlite3_file* real = real_of(file);
    if (const auto& shadow = file_of(file).shadow) {
        *size = shadow->size();
        return SQLITE_OK;
    }
    return real->pMethods->xFileSize(real, size);
}

int on_control(sqlite3_file* file, int operation, void* argument) {
    if (file_of(file).shadow &&
        (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE)) {
        return SQLITE_OK; // the size of the disk's file is the shadow's to say
    }
    sqlite3_file* real = real_of(file);
    return real->pMethods->xFileControl(real, operation, argument);
}

// The rest is handed on as it is.
template <auto Member, class... Arguments>
auto hand_on(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* real = real_of(file);
    return (real->pMethods->*Member)(real, arguments...);
}

// Version 2: with shared memory for the WAL's index, without memory-mapped files.
constexpr sqlite3_io_methods methods{2,
                                     on_close,
                                     on_read,
                                     on_write,
                                     on_truncate,
                                     on_sync,
                                     on_size,
                                     hand_on<&sqlite3_io_methods::xLock, int>,
                                     hand_on<&sqlite3_io_methods::xUnlock, int>,
                                     hand_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
                                     on_control,
                                     hand_on<&sqlite3_io_methods::xSectorSize>,
                                     hand_on<&sqlite3_io_methods::xDeviceCharacteristics>,
                                     hand_on<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
                                     hand_on<&sqlite3_io_methods::xShmLock, int, int, int>,
                                     hand_on<&sqlite3_io_methods::xShmBarrier>,
                                     hand_on<&sqlite3_io_methods::xShmUnmap, int>,
                                     nullptr,
                                     nullptr};

int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    const int code = system_vfs()->xOpen(system_vfs(), name, real_of(file), flags, out_flags);
    if (code != SQLITE_OK) {
        return code;
    }
    constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    File& ours = *new (file) File{{&methods}, name == nullptr ? "" : name, nullptr};
    if (disk().lossy && name != nullptr && (flags & kept) != 0 && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0) {
        ours.shadow = disk().open(ours.path);
    }
    return SQLITE_OK;
}

int on_delete(sqlite3_vfs*, const char* name, int sync_folder) {
    if (const int code = refusal(disk().judge(Operation::write), SQLITE_IOERR_DELETE); code != SQLITE_OK) {
        return code;
    }
    if (const auto shadow = disk().find(name)) {
        if (sync_folder == 0) {
            shadow->remove();
            return SQLITE_OK;
        }
        disk().remove(name);
    }
    return system_vfs()->xDelete(system_vfs(), name, sync_folder);
}

int on_access(sqlite3_vfs*, const char* name, int flags, int* answer) {
    const auto shadow = flags == SQLITE_ACCESS_EXISTS ? disk().find(name) : nullptr;
    if (shadow) {
        *answer = shadow->exists() && shadow->size() > 0 ? 1 : 0; // an empty file is none, as in the system's
        return SQLITE_OK;
    }
    return system_vfs()->xAccess(system_vfs(), name, flags, answer);
}

// The system's own (whose other functions do not ask for which VFS they are called) with three of ours.
sqlite3_vfs make_vfs() {
    sqlite3_vfs vfs = *system_vfs();
    vfs.szOsFile = static_cast<int>(sizeof(File)) + system_vfs()->szOsFile;
    vfs.pNext = nullptr;
    vfs.zName = "hexiao-test";
    vfs.xOpen = on_open;
    vfs.xDelete = on_delete;
    vfs.xAccess = on_access;
    return vfs;
}

} // namespace

void install() {
    static sqlite3_vfs vfs = make_vfs();
    disk(); // before the first file, so that it ends after the last
    sqlite3_vfs_register(&vfs, 1);
}

void uninstall() { sqlite3_vfs_register(system_vfs(), 1); }

void lose_unsynced(bool lossy) { disk().lossy = lossy; }

void inject(const Fault& fault) { disk().inject(fault); }

void slow_syncs(std::chrono::milliseconds longer) { disk().slower_ms = longer.count(); }

std::int64_t operations() { return disk().operations(); }

void cut_power_after(std::int64_t more) { disk().cut_power_after(more); }

void restore_power() { disk().restore_power(); }

} // namespace hexiao::faults
