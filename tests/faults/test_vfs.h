// A disk that a test can hurt: an SQLite VFS over the system's own. Once installed it is the process's
// default, so that the platform opens its files as ever and knows nothing of it; never part of the product.
// It can
//   - lose: keep what is written in memory, shared by all connections of the process, until a sync of that
//   file
//     covers it. A kill -9 then loses exactly what a power cut would: everything that no fsync covered;
//   - fail: give EIO or ENOSPC for the n-th or each n-th write or sync. A sync that failed forgets, as Linux
//     does, that its data are still to be written: a later good sync does not cover them;
//   - be slow: each sync takes some time longer, with no lock held that another file needs;
//   - lose its power after a number of operations, for tests that try each moment.
// Other processes see the files as the disk has them, without what is not yet synced. All functions may be
// called from any thread, at any time.
#pragma once

#include <chrono>
#include <cstdint>

namespace hexiao::faults {

// Makes it the default for files that are opened from now on; `uninstall` gives the system's own back.
void install();
void uninstall();

// Whether files that are opened from now on lose what was not synced.
void lose_unsynced(bool lossy);

// Which operations a fault strikes. Truncations and deletions count as writes.
enum class Operation : std::uint8_t { any, write, sync };
enum class Failure : std::uint8_t {
    none,
    eio,
    enospc,
    ignored, // a sync says that it is done and makes nothing durable, as with synchronous=OFF
};

struct Fault {
    Failure failure = Failure::none;
    Operation on = Operation::any;
    std::int64_t every = 1; // each n-th from now on
    bool once = false;      // only the n-th
};
void inject(const Fault& fault); // instead of the one before
inline void heal() { inject({}); }

void slow_syncs(std::chrono::milliseconds longer);

// How many operations there have been.
std::int64_t operations();

// So many more operations are carried out, then the power is off: the sync that it meets has written half of
// what it should, and whatever follows fails and changes nothing.
void cut_power_after(std::int64_t more);
// After all files are closed: the disk is what was synced. Needs `lose_unsynced`.
void restore_power();

// While it lives, files lose what was not synced; the system's own disk is the default again afterwards.
class LossyDisk {
public:
    LossyDisk() {
        install();
        lose_unsynced(true);
    }
    ~LossyDisk() {
        heal();
        lose_unsynced(false);
        restore_power();
        uninstall();
    }
    LossyDisk(const LossyDisk&) = delete;
    LossyDisk& operator=(const LossyDisk&) = delete;
};

} // namespace hexiao::faults
