// See platform.h.
#include "tests/simulation/platform.h"

#include "platform/store/sqlite_store.h"
#include "tests/faults/test_vfs.h"
#include "tests/simulation/books.h"

namespace hexiao::simulation {

namespace {

constexpr double power_cut_within = 0.4, disk_failed = 0.3; // of a seed, at each sort of step
constexpr int most_turns = 4;
constexpr Milliseconds too_long{40'000}; // for one call of a channel (service/errands.cpp)

} // namespace

class Platform::Clock final : public service::Clock {
public:
    explicit Clock(const World& world) : world_(world) {}
    Instant now() override { return world_.now + ahead; }
    Milliseconds ahead{0};

private:
    const World& world_;
};

class Platform::Ids final : public service::Ids {
public:
    explicit Ids(World& world) : random_(world.random.next()) {}
    RandomBytes random() override { return random_.bytes(); }

private:
    Random random_;
};

// A stream's end at a process; with the process it dies without a word.
class Platform::Mortal final : public http::Sink {
public:
    Mortal(std::unique_ptr<http::Sink> sink, std::shared_ptr<const bool> alive)
        : sink_(std::move(sink)), alive_(std::move(alive)) {}
    bool send(const std::string& text) override { return *alive_ && sink_->send(text); }
    std::size_t unsent() const override { return sink_->unsent(); }
    bool gone() const override { return sink_->gone(); }
    void close() override {
        if (*alive_) {
            sink_->close();
        }
    }
    void cut() override { sink_->cut(); }

private:
    std::unique_ptr<http::Sink> sink_;
    std::shared_ptr<const bool> alive_;
};

struct Platform::Process {
    explicit Process(World& world) : clock(world), ids(world) {}

    Clock clock;
    Ids ids;
    std::unique_ptr<service::Services> services; // null: it is down
    std::unique_ptr<http::Feed> feed;
    std::unique_ptr<http::Api> api;
    std::unique_ptr<jobs::Jobs> jobs;
    std::uint64_t life = 0;
    std::shared_ptr<bool> alive = std::make_shared<bool>(false);
    std::optional<Instant> turns; // the next turn of the feed

    void end(bool gracefully) {
        *alive = gracefully;
        feed.reset();
        *alive = false;
        api.reset();
        jobs.reset();
        services.reset();
        ++life;
    }
};

Platform::Platform(World& world, channel::Channel& outside, std::filesystem::path folder,
                   std::size_t processes)
    : world_(world), outside_(outside), folder_(std::move(folder)) {
    for (std::size_t i = 0; i < processes; ++i) {
        processes_.push_back(std::make_unique<Process>(world));
    }
    power_on();
}

Platform::~Platform() {
    processes_.clear();
    seam_.reset();
    books_.reset();
    faults::heal();
    faults::restore_power();
}

bool Platform::up(std::size_t process) const { return processes_[process]->services != nullptr; }

service::Services* Platform::services() {
    for (const auto& process : processes_) {
        if (process->services) {
            return process->services.get();
        }
    }
    return nullptr;
}

void Platform::power_on() {
    faults::restore_power();
    faults::heal();
    if (life_ > 0) {
        switch_off_syncs();
    }
    // No thread does anything by the machine's clock: a failed disk is mended by a restart.
    store::WriterLimits limits;
    limits.thread = false;
    auto opened = store::SqliteStore::open(folder_, limits);
    if (const auto* why = std::get_if<std::string>(&opened)) {
        throw Violation{"the books cannot be opened: " + *why};
    }
    books_ = std::move(std::get<0>(opened));
    if (is_of_books(world_.without)) {
        seam_ = without(world_, *books_, folder_);
    }
    ++life_;
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        start(i);
    }
}

void Platform::switch_off_syncs() {
    if (world_.without == Control::fsync) {
        faults::inject({faults::Failure::ignored, faults::Operation::sync});
    }
}

void Platform::start(std::size_t process) {
    Process& it = *processes_[process];
    it.services = std::make_unique<service::Services>(seam_ ? *seam_ : *books_, it.clock, it.ids, false,
                                                      channel::Channels{{Channel::douyin, &outside_}});
    if (!it.services->counter.start()) {
        world_.say("process " + std::to_string(process) + " does not start");
        it.services.reset();
        start_later(process);
        return;
    }
    it.alive = std::make_shared<bool>(true);
    http::FeedRules rules;
    rules.round = Milliseconds{100};
    rules.fanout.products_pause = Milliseconds{5'000};
    rules.time = [this] { return http::Fanout::Time{Milliseconds{world_.now.ms}}; };
    it.feed = std::make_unique<http::Feed>(*it.services, rules);
    it.api = std::make_unique<http::Api>(*it.services, *it.feed);
    it.jobs = std::make_unique<jobs::Jobs>(*it.services);
    ++it.life;
    it.turns.reset();
    turn(process, Milliseconds{0});
    work_later(process);
}

// What it does without a request.
void Platform::work_later(std::size_t process) {
    world_.after(Milliseconds{world_.random.between(1'000, 8'000)}, Step::job,
                 [this, process, life = processes_[process]->life] {
                     if (processes_[process]->life == life && up(process)) {
                         work(process);
                     }
                 });
}

void Platform::work(std::size_t process) {
    const bool dies = hurt_disk(Step::job);
    bool wrote = false;
    try {
        wrote = processes_[process]->jobs->turn();
    } catch (const Died& died) {
        return end(process, died);
    }
    if (dies) {
        return cut_power();
    }
    if (wrote) {
        turn(process, Milliseconds{world_.random.between(0, 100)});
        tell_others(process);
        worked();
    }
    work_later(process);
}

// Its feed's next turn, unless an earlier one is due.
void Platform::turn(std::size_t process, Milliseconds in) {
    Process& it = *processes_[process];
    const Instant at = world_.now + in;
    if (it.turns && *it.turns <= at) {
        return;
    }
    it.turns = at;
    world_.after(in, Step::feed_turn, [this, process, life = it.life, at] {
        Process& now = *processes_[process];
        if (now.life != life || !now.services || now.turns != at) {
            return;
        }
        now.turns.reset();
        const bool dies = hurt_disk(Step::feed_turn);
        const auto at_once = http::Fanout::Time{Milliseconds{world_.now.ms}};
        auto next = now.feed->turn();
        for (int i = 1; i < most_turns && next <= at_once; ++i) {
            next = now.feed->turn();
        }
        if (dies) {
            cut_power();
            return;
        }
        const Instant when{std::chrono::duration_cast<Milliseconds>(next.time_since_epoch()).count()};
        turn(process, std::max(Milliseconds{when - world_.now}, Milliseconds{2}));
    });
}

// What one process wrote the others hear by a bell, or by and by without.
void Platform::tell_others(std::size_t process) {
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        if (i != process && up(i) && !world_.random.chance(0.05)) {
            world_.after(Milliseconds{world_.random.between(1, 50)}, Step::feed_turn,
                         [this, i, life = processes_[i]->life] {
                             if (up(i) && processes_[i]->life == life) {
                                 processes_[i]->feed->wake();
                                 turn(i, Milliseconds{0});
                             }
                         });
        }
    }
}

// True when the power goes in the middle of what is done now.
bool Platform::hurt_disk(Step step) {
    if (world_.strikes(Fault::power_cut_within, step, power_cut_within / usual(step))) {
        faults::cut_power_after(world_.random.between(0, 8));
        return true;
    }
    if (world_.strikes(Fault::disk_failed, step, disk_failed / usual(step))) {
        faults::inject({faults::Failure::eio, faults::Operation::any, world_.random.between(1, 4), true});
        // Somebody sees it and starts everything anew.
        world_.after(Milliseconds{world_.random.between(1'000, 20'000)}, Step::office, [this, life = life_] {
            if (life == life_) {
                cut_power();
            }
        });
    }
    return false;
}

std::optional<http::Answer> Platform::serve(std::size_t process, const http::Request& request, Step step) {
    Process& it = *processes_[process];
    const auto route = http::Api::check(request);
    if (!route) {
        return http::problem(route.error());
    }
    const bool dies = hurt_disk(step);
    http::Outcome outcome;
    try {
        outcome = it.api->call(request, *route);
    } catch (const Died& died) {
        end(process, died);
        return std::nullopt;
    }
    if (dies) {
        cut_power();
        return std::nullopt;
    }
    turn(process, Milliseconds{world_.random.between(0, 100)});
    if (request.method != api::Method::get) {
        tell_others(process);
    }
    served(step, request);
    return std::move(std::get<http::Answer>(outcome));
}

int Platform::open_feed(std::size_t process, const http::Request& request,
                        std::unique_ptr<http::Sink>& sink) {
    Process& it = *processes_[process];
    const auto route = http::Api::check(request);
    if (!route) {
        return http::status_of(route.error().reason);
    }
    auto outcome = it.api->call(request, *route);
    if (const auto* answer = std::get_if<http::Answer>(&outcome)) {
        return answer->status;
    }
    it.feed->attach(std::get<http::FeedOpening>(outcome),
                    std::make_unique<Mortal>(std::move(sink), it.alive));
    turn(process, Milliseconds{0});
    return 200;
}

// In the middle of a call to a channel.
void Platform::end(std::size_t process, const Died& how) {
    if (how.power_cut) {
        cut_power();
    } else {
        kill(process);
    }
}

void Platform::kill(std::size_t process) {
    Process& it = *processes_[process];
    if (!it.services) {
        return;
    }
    it.end(world_.random.chance(0.3));
    start_later(process);
}

void Platform::start_later(std::size_t process) {
    world_.after(Milliseconds{world_.random.between(200, 10'000)}, Step::office,
                 [this, process, life = processes_[process]->life] {
                     if (books_ && processes_[process]->life == life && !up(process)) {
                         start(process);
                     }
                 });
}

void Platform::cut_power() {
    if (!books_) {
        return;
    }
    ++cuts_;
    faults::cut_power_after(0);
    for (const auto& process : processes_) {
        process->end(false);
    }
    seam_.reset();
    books_.reset();
    ++life_;
    world_.after(Milliseconds{world_.random.between(500, 20'000)}, Step::office, [this, life = life_] {
        if (!books_ && life == life_) {
            power_on();
            came_back();
        }
    });
}

void Platform::end_sessions(const service::Ended& ended) {
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        if (up(i)) {
            for (const std::string& session : ended) {
                processes_[i]->feed->end_session(session);
            }
            return;
        }
    }
}

void Platform::work_beside() {
    const auto which = world_.random.between(0, static_cast<std::int64_t>(processes_.size()) - 1);
    Process& it = *processes_[static_cast<std::size_t>(which)];
    if (it.jobs) {
        it.clock.ahead += too_long;
        it.jobs->turn();
        it.clock.ahead -= too_long;
    }
}

void Platform::move_clock(std::size_t process, Milliseconds by) { processes_[process]->clock.ahead += by; }

void Platform::heal() {
    if (books_ && books_->status().read_only) {
        cut_power();
    }
    if (!books_) {
        power_on();
        came_back();
    } else if (world_.without != Control::fsync) {
        faults::heal();
    }
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        processes_[i]->clock.ahead = Milliseconds{0};
        if (!up(i)) {
            start(i);
        }
    }
}

} // namespace hexiao::simulation
