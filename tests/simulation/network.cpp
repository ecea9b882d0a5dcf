// See network.h.
#include "tests/simulation/network.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hexiao::simulation {

namespace {

constexpr double lost = 0.03, late = 0.03, twice = 0.03, overtaken = 0.05, garbled = 0.03, cut_off = 0.004;
constexpr Milliseconds silence{45'000}; // after which a browser gives a stream up

bool path_starts(const console::effect::Fetch& fetch, std::string_view with) {
    return std::string_view{fetch.path}.starts_with(with);
}

// What somebody on the way makes of an answer: a captive portal, a proxy, a connection that ends too early.
outbox::HttpAnswer garble(Random& random, outbox::HttpAnswer answer) {
    switch (random.between(0, 7)) {
    case 0: return {200, "text/html", "<html><title>Welcome to Free Wi-Fi</title></html>"};
    case 1: return {200, "application/json", R"({"portal":"/login","outcome":"done"})"};
    case 2: return {404, "text/html", "<h1>404 Not Found</h1>"};
    case 3: return {502, "text/html", "<h1>502 Bad Gateway</h1>"};
    case 4: return {404, "application/problem+json", R"({"title":"no Route matched with those values"})"};
    case 5: return {204, "", ""};
    case 6: return {}; // a redirect
    default: answer.body.resize(answer.body.size() / 2); return answer;
    }
}

bool sets(const http::Cookie& cookie) { return cookie.name == http::session_cookie; }

} // namespace

Step step_of(const console::effect::Fetch& fetch) noexcept {
    if (path_starts(fetch, "/api/v1/redeem") && fetch.method == "POST") {
        return Step::ask_redeem;
    }
    if (path_starts(fetch, "/api/v1/redemptions/") && fetch.method == "PUT") {
        return Step::ask_undo;
    }
    if (path_starts(fetch, "/api/v1/prepare")) {
        return Step::ask_card;
    }
    if (path_starts(fetch, "/api/v1/journal") || path_starts(fetch, "/api/v1/device/head")) {
        return Step::ask_proof;
    }
    return fetch.path == "/api/v1/session" ? Step::ask_session : Step::ask_other;
}

Step told(Step asked) noexcept {
    switch (asked) {
    case Step::ask_session: return Step::told_session;
    case Step::ask_card: return Step::told_card;
    case Step::ask_redeem: return Step::told_redeem;
    case Step::ask_undo: return Step::told_undo;
    case Step::ask_proof: return Step::told_proof;
    default: return Step::told_other;
    }
}

Milliseconds Network::latency() { return Milliseconds{world_.random.between(4, 60)}; }

std::optional<Milliseconds> Network::way(Line& line, Step step) {
    if (world_.strikes(Fault::cut_off, step, cut_off)) {
        line.cut_until = world_.now + Milliseconds{world_.random.between(2'000, 120'000)};
        return std::nullopt;
    }
    if (world_.now < line.cut_until) {
        world_.count(Fault::cut_off, step);
        return std::nullopt;
    }
    if (world_.strikes(Fault::lost, step, lost)) {
        return std::nullopt;
    }
    if (world_.strikes(Fault::late, step, late)) {
        return Milliseconds{world_.random.between(1'000, 20'000)};
    }
    if (world_.strikes(Fault::overtaken, step, overtaken)) {
        return Milliseconds{world_.random.between(60, 600)};
    }
    return latency();
}

// A balancer leads a console to its process, and to another one where that is down.
std::size_t Network::lead(Line& line) {
    for (std::size_t i = 0; i < platform_.processes() && !platform_.up(line.process); ++i) {
        line.process = (line.process + 1) % platform_.processes();
    }
    if (world_.random.chance(0.02)) {
        line.process = static_cast<std::size_t>(
            world_.random.between(0, static_cast<std::int64_t>(platform_.processes()) - 1));
    }
    return line.process;
}

void Network::ask(Line& line, Step step, const http::Request& request, Milliseconds deadline,
                  std::function<void(const Heard&)> hear) {
    // Heard once: an answer to a second copy finds nobody any more.
    auto once = std::make_shared<std::function<void(const Heard&)>>(std::move(hear));
    const auto tell = [once](const Heard& heard) {
        if (const auto first = std::exchange(*once, nullptr)) {
            first(heard);
        }
    };
    const auto heard = std::make_shared<std::function<void(const Heard&)>>(tell);
    world_.after(deadline, Step::timer, [heard] { (*heard)({}); });
    const std::size_t process = lead(line);
    const auto arrive = [this, &line, step, request, process, heard] {
        serve(line, step, request, process, heard);
    };
    const auto delay = way(line, step);
    if (delay) {
        world_.after(*delay, step, arrive);
    }
    if (world_.now >= line.cut_until && world_.strikes(Fault::twice, step, twice)) {
        world_.after(Milliseconds{world_.random.between(10, 90'000)}, step, arrive);
    }
}

void Network::serve(Line& line, Step step, const http::Request& request, std::size_t process,
                    const std::shared_ptr<std::function<void(const Heard&)>>& hear) {
    const Step answer_step = told(step);
    Heard heard;
    if (!platform_.up(process)) {
        heard.answer = {502, "text/html", "<h1>502 Bad Gateway</h1>"};
    } else {
        auto answer = platform_.serve(process, request, step);
        if (!answer) {
            return; // it died over it
        }
        heard.answer = {answer->status, answer->content_type, std::move(answer->body)};
        const auto cookie = std::ranges::find_if(answer->cookies, sets);
        if (cookie != answer->cookies.end()) {
            heard.session_token = cookie->value;
        }
    }
    if (world_.strikes(Fault::garbled, answer_step, garbled)) {
        heard.answer = garble(world_.random, std::move(heard.answer));
        heard.session_token = {};
    }
    if (const auto delay = way(line, answer_step)) {
        world_.after(*delay, answer_step, [hear, heard = std::move(heard)] { (*hear)(heard); });
    }
}

// One stream, from the platform's socket to a browser's reader. What is written arrives in order or the
// stream ends; other tabs of the browser repeat some of it (web/feed.ts).
class Stream : public std::enable_shared_from_this<Stream> {
public:
    Stream(Network& network, Line& line, std::shared_ptr<Network::Reader> reader, std::string last_id)
        : network_(network), line_(line), reader_(std::move(reader)), last_id_(std::move(last_id)) {}

    bool send(const std::string& text) {
        if (broken_ || reader_->closed) {
            return false;
        }
        World& world = network_.world_;
        auto events = parse(text);
        for (const auto& event : events) {
            check(event);
        }
        const auto delay = network_.way(line_, Step::feed_text);
        if (!delay) {
            break_off();
            return false;
        }
        unsent_ += text.size();
        arrives_ = std::max(arrives_, world.now + *delay);
        const auto arrive = [self = shared_from_this(), events, size = text.size(), first = !begun_] {
            self->unsent_ -= size;
            self->tell(first, events);
        };
        begun_ = true;
        world.after(arrives_ - world.now, Step::feed_text, arrive);
        if (world.strikes(Fault::twice, Step::feed_text, twice)) {
            world.after(arrives_ - world.now + Milliseconds{world.random.between(0, 3'000)}, Step::feed_text,
                        [self = shared_from_this(), events] { self->tell(false, events); });
        }
        return true;
    }
    std::size_t unsent() const { return unsent_; }
    bool gone() const { return broken_ || reader_->closed; }
    void end(int status, Milliseconds after) {
        if (std::exchange(broken_, true)) {
            return;
        }
        World& world = network_.world_;
        world.after(std::max(after, arrives_ - world.now), Step::feed_text,
                    [self = shared_from_this(), status] {
                        if (!self->reader_->closed) {
                            self->reader_->ended(status);
                        }
                    });
    }
    void close() { end(200, network_.latency()); }
    // Nobody tells either end: the platform finds out when it writes, the browser by the silence.
    void break_off() { end(0, network_.world_.random.chance(0.5) ? network_.latency() : silence); }

private:
    void tell(bool first, const std::vector<console::event::FeedReceived>& events) {
        if (first && !reader_->closed) {
            reader_->opened();
        }
        for (std::size_t i = 0; i < events.size() && !reader_->closed; ++i) {
            reader_->news(events[i]);
        }
    }

    // Whole events of text/event-stream; comments are nothing.
    static std::vector<console::event::FeedReceived> parse(std::string_view text) {
        std::vector<console::event::FeedReceived> events;
        console::event::FeedReceived event;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.empty() && !event.type.empty()) {
                events.push_back(std::exchange(event, {}));
            } else if (line.starts_with("id: ")) {
                event.id = line.substr(4);
            } else if (line.starts_with("event: ")) {
                event.type = line.substr(7);
            } else if (line.starts_with("data: ")) {
                event.data = line.substr(6);
            }
        }
        return events;
    }

    // Gapless: every event names the one before it in this stream, and ids only rise.
    void check(const console::event::FeedReceived& event) {
        if (event.type == "redemption" || event.type == "undone") {
            constexpr std::string_view name = "\"previous_id\":\"";
            const std::size_t at = event.data.find(name);
            const std::string previous =
                at == std::string::npos
                    ? std::string{}
                    : event.data.substr(at + name.size(),
                                        event.data.find('"', at + name.size()) - at - name.size());
            if (previous != last_id_) {
                throw Violation{"a feed has a gap: event " + event.id + " follows " + previous +
                                ", its reader stands at " + last_id_};
            }
        }
        if (event.type != "bye" && event.type != "products" && event.type != "queue") {
            last_id_ = event.id;
        }
    }

    Network& network_;
    Line& line_;
    const std::shared_ptr<Network::Reader> reader_;
    std::string last_id_;
    Instant arrives_;
    std::size_t unsent_ = 0;
    bool begun_ = false;
    bool broken_ = false;
};

namespace {

class StreamSink final : public http::Sink {
public:
    explicit StreamSink(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}
    // Whoever drops a sink without a word has died.
    ~StreamSink() override { stream_->break_off(); }
    StreamSink(const StreamSink&) = delete;
    StreamSink& operator=(const StreamSink&) = delete;
    bool send(const std::string& text) override { return stream_->send(text); }
    std::size_t unsent() const override { return stream_->unsent(); }
    bool gone() const override { return stream_->gone(); }
    void close() override { stream_->close(); }
    void cut() override { stream_->break_off(); }

private:
    std::shared_ptr<Stream> stream_;
};

} // namespace

void Network::read(Line& line, const http::Request& request, const std::shared_ptr<Reader>& reader) {
    auto stream = std::make_shared<Stream>(*this, line, reader, request.last_event_id);
    const std::size_t process = lead(line);
    const auto delay = way(line, Step::ask_feed);
    if (!delay) {
        stream->break_off();
        return;
    }
    world_.after(*delay, Step::ask_feed, [this, stream, request, process] {
        if (!platform_.up(process)) {
            stream->end(502, latency());
            return;
        }
        std::unique_ptr<http::Sink> sink = std::make_unique<StreamSink>(stream);
        const int status = platform_.open_feed(process, request, sink);
        if (status != 200) {
            world_.say("a feed is refused: " + std::to_string(status));
            stream->end(status, latency());
        }
    });
}

} // namespace hexiao::simulation
