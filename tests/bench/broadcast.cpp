// See broadcast.h.
#include "tests/bench/broadcast.h"

#include <map>
#include <mutex>
#include <vector>

#include <drogon/drogon.h>

namespace hexiao::bench {

namespace {

// Each loop touches its own streams only.
class Streams {
public:
    void add(drogon::ResponseStreamPtr stream) {
        stream->send("event: snapshot\ndata: {}\n\n");
        const std::lock_guard lock{mutex_};
        of_loop_[trantor::EventLoop::getEventLoopOfCurrentThread()].push_back(std::move(stream));
    }

    void send(const std::string& text) {
        const std::lock_guard lock{mutex_};
        for (auto& [loop, streams] : of_loop_) {
            loop->queueInLoop([mine = &streams, text] {
                for (const auto& stream : *mine) {
                    stream->send(text);
                }
            });
        }
    }

private:
    std::mutex mutex_;
    std::map<trantor::EventLoop*, std::vector<drogon::ResponseStreamPtr>> of_loop_;
};

} // namespace

void broadcast(std::uint16_t port, const std::string& folder, const std::function<void()>& ready) {
    using Answer = std::function<void(const drogon::HttpResponsePtr&)>;
    static Streams streams;
    auto& app = drogon::app();
    trantor::Logger::setLogLevel(trantor::Logger::kFatal);
    app.setThreadNum(2) // as the platform
        .addListener("127.0.0.1", port)
        .setUploadPath(folder)
        .registerHandler(
            "/stream",
            [](const drogon::HttpRequestPtr&, Answer&& answer) {
                answer(drogon::HttpResponse::newAsyncStreamResponse(
                    [](drogon::ResponseStreamPtr stream) { streams.add(std::move(stream)); }, true));
            })
        .registerHandler("/broadcast",
                         [](const drogon::HttpRequestPtr& request, Answer&& answer) {
                             streams.send(std::string{request->body()});
                             answer(drogon::HttpResponse::newHttpResponse());
                         },
                         {drogon::Post})
        .registerBeginningAdvice([&] { app.getLoop()->runAfter(0.1, ready); }) // it listens right after this
        .run();
}

} // namespace hexiao::bench
