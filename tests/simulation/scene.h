// One seed: a merchant with two stores, consoles with their staff, customers with vouchers, an office that
// takes vouchers back and signs people out, and a weather of faults over all of it. Then the weather clears,
// and within an hour everything must be known and agree.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "tests/simulation/device.h"
#include "tests/simulation/platform.h"
#include "tests/simulation/recorder.h"
#include "tests/simulation/witness.h"

namespace hexiao::simulation {

// Of customers: whoever comes with a code, or back to have it undone.
inline constexpr std::int64_t least_visits = 500;

// Empty books, made once: a seed begins with a copy of them.
void make_empty_books(const std::filesystem::path& folder);

class Scene {
public:
    // `folder` holds a copy of the empty books; into `records`, where it is given, each console's events are
    // written.
    Scene(std::uint64_t seed, Control without, const std::filesystem::path& folder,
          const std::optional<std::filesystem::path>& records, bool aloud);

    // Throws Violation.
    void run();

    const World& world() const { return world_; }
    const Tally& tally() const { return tally_; }
    std::int64_t visits() const { return visits_; }

private:
    static const Secret& password();
    void build(store::Connection& db);
    std::vector<Badge> build_staff(store::Connection& db, std::size_t consoles);
    void before(Step step, std::optional<std::size_t> party);
    void within(Step step);
    void served(Step step, const http::Request& request);
    bool quiet();
    void finish();
    void compare(Device& device);
    std::filesystem::path record_of(std::size_t device) const;

    // staff.cpp
    void act_later(std::size_t device);
    void act(Device& device);
    void sign_in(Device& device);
    void receive(Device& device);
    void decide(Device& device, const console::Showing& showing);
    void read(Device& device, const console::Verdict& verdict);
    void undo(Device& device, const std::string& redemption);
    Secret next_code();
    void office();
    void demote(Badge badge);
    void set_role(const Badge& badge, api::Role role);

    const std::optional<std::filesystem::path> records_;
    World world_;
    ModelChannel outside_;
    Platform platform_;
    Network network_;
    Witness witness_;
    std::string merchant_;
    std::vector<std::string> stores_, lanes_, products_;
    service::Caller owner_;
    std::vector<Secret> codes_;
    std::vector<std::string> vouchers_;
    std::size_t fresh_ = 0;     // the next voucher that nobody has shown yet
    std::vector<Secret> shown_; // codes, the newest last
    std::vector<std::unique_ptr<Recorder>> recorders_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::int64_t visits_ = 0;
    bool beside_ = false;  // somebody asks a channel while somebody else does
    bool closing_ = false; // no more customers
    Tally tally_;
};

} // namespace hexiao::simulation
