// A reader of the feed for tests: keeps what it was sent, and stalls or goes when it is told to.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/http/fanout.h"

namespace hexiao::test {

// What a reader was sent. Shared with the sink, which the feed owns.
struct Mailbox {
    std::mutex mutex;
    std::vector<std::string> sends;
    std::atomic<std::size_t> unsent{0};
    std::atomic<bool> gone{false};
    std::atomic<bool> closed{false};
    std::atomic<bool> cut{false};

    std::string read() {
        const std::lock_guard lock{mutex};
        std::string text;
        for (const std::string& send : sends) {
            text += send;
        }
        return text;
    }
    std::size_t count() {
        const std::lock_guard lock{mutex};
        return sends.size();
    }
    bool holds(std::string_view text) { return read().find(text) != std::string::npos; }
    bool over() const { return closed || cut; }
};

class MailSink final : public http::Sink {
public:
    explicit MailSink(std::shared_ptr<Mailbox> box) : box_(std::move(box)) {}
    bool send(const std::string& text) override {
        const std::lock_guard lock{box_->mutex};
        box_->sends.push_back(text);
        return !box_->gone;
    }
    std::size_t unsent() const override { return box_->unsent; }
    bool gone() const override { return box_->gone; }
    void close() override { box_->closed = true; }
    void cut() override { box_->cut = true; }

private:
    std::shared_ptr<Mailbox> box_;
};

} // namespace hexiao::test
