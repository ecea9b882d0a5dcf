// The platform: one set of books (the product's SQLite store on a disk that loses what was not synced), and
// one to three processes' worth of the product's services, API and feed upon it. Any of them may die at any
// moment; the books may lose their power, also in the middle of a write.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "platform/http/api.h"
#include "platform/jobs/jobs.h"
#include "platform/service/services.h"
#include "tests/simulation/model_channel.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

class Platform {
public:
    // Upon books that are there already.
    Platform(World& world, channel::Channel& outside, std::filesystem::path folder, std::size_t processes);
    ~Platform();
    Platform(const Platform&) = delete;
    Platform& operator=(const Platform&) = delete;

    std::size_t processes() const { return processes_.size(); }
    bool up(std::size_t process) const;
    // Nothing where it died before it could answer.
    std::optional<http::Answer> serve(std::size_t process, const http::Request& request, Step step);
    // 200 when the stream has begun and the sink is taken, or the status of the problem.
    int open_feed(std::size_t process, const http::Request& request, std::unique_ptr<http::Sink>& sink);

    // Everything stops at once; what was not synced is gone. Power comes back by itself.
    void cut_power();
    void kill(std::size_t process);
    // As whoever ended them is answered by; other processes find out by themselves.
    void end_sessions(const service::Ended& ended);
    // While somebody asks a channel, another does who takes them to be gone.
    void work_beside();
    void move_clock(std::size_t process, Milliseconds by);
    // Power, all processes, right clocks, a good disk.
    void heal();

    // With the control of that name: from now on, so that the world itself is not lost.
    void switch_off_syncs();

    // For whoever looks at the books from outside: nothing while they have no power.
    store::Store* books() { return books_.get(); }
    // Of a process that is up; nothing where none is.
    service::Services* services();
    // How often the books lost their power.
    std::uint64_t power_cuts() const { return cuts_; }
    // Set by the scene: looks at the books after they have come back.
    std::function<void()> came_back;
    // Set by the scene: a request was answered.
    std::function<void(Step, const http::Request&)> served;
    // Set by the scene: a job has changed something.
    std::function<void()> worked;

private:
    class Clock;
    class Ids;
    class Mortal;
    struct Process;

    void power_on();
    void start(std::size_t process);
    void turn(std::size_t process, Milliseconds in);
    void tell_others(std::size_t process);
    void start_later(std::size_t process);
    void work_later(std::size_t process);
    void work(std::size_t process);
    void end(std::size_t process, const Died& how);
    bool hurt_disk(Step step);

    World& world_;
    channel::Channel& outside_;
    const std::filesystem::path folder_;
    std::unique_ptr<store::Store> books_;
    std::unique_ptr<store::Store> seam_; // a control's
    std::vector<std::unique_ptr<Process>> processes_;
    std::uint64_t cuts_ = 0;
    std::uint64_t life_ = 0; // of the books; what was scheduled in another one is void
};

} // namespace hexiao::simulation
