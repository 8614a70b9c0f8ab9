// The C interface over the loop, its sessions and watches; no exception passes it.
#include "listener.hpp"
#include "session.hpp"
#include "watch.hpp"
#include <boost/asio/post.hpp>
#include <boost/beast/core/string.hpp>
#include <algorithm>
#include <cerrno>
#include <new>
#include <unistd.h>

using namespace network;

namespace {

cnet_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

template <class Body> int guarded(Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const boost::system::system_error &error) {
        return error.code().value();
    } catch (const std::bad_alloc &) {
        return ENOMEM;
    } catch (...) {
        return EIO;
    }
}

} // namespace

extern "C" {

cnet_loop *cnet_loop_new(const cnet_limits *limits) noexcept {
    cnet_loop *loop = nullptr;
    guarded([&] { loop = new cnet_loop(*limits); });
    return loop;
}

void cnet_loop_set_handlers(cnet_loop *loop, const cnet_handlers *handlers) noexcept { loop->handlers = *handlers; }

void cnet_loop_run(cnet_loop *loop) noexcept { loop->run(); }

void cnet_loop_stop(cnet_loop *loop) noexcept { loop->stopped = true; }

void cnet_loop_free(cnet_loop *loop) noexcept { delete loop; }

int cnet_loop_post(cnet_loop *loop, cnet_callback callback, void *argument) noexcept {
    return guarded([=] {
        asio::post(loop->context, [=] {
            if (!loop->freeing) callback(argument);
        });
    });
}

void cnet_loop_drain(cnet_loop *loop) noexcept {
    guarded([=] { loop->drain(); });
}

uint32_t cnet_loop_connections(const cnet_loop *loop) noexcept { return loop->connections; }

uint64_t cnet_loop_unfinished_body_bytes(const cnet_loop *loop) noexcept { return loop->unfinished_body_bytes; }

uint64_t cnet_loop_unsent_bytes(const cnet_loop *loop) noexcept { return loop->unsent_bytes; }

uint64_t cnet_loop_now_ms(const cnet_loop *loop) noexcept { return loop->now_ms; }

int cnet_loop_listen(cnet_loop *loop, int socket) noexcept {
    bool owned = false;
    auto status = guarded([&] {
        auto listener = std::make_unique<Listener>(*loop, socket);
        owned = true;
        listener->wait();
        loop->listeners.push_back(std::move(listener));
    });
    if (!owned) ::close(socket);
    return status;
}

cnet_bytes cnet_request_method(const cnet_request *request) noexcept {
    return {request->text.data(), request->method_length};
}

cnet_bytes cnet_request_target(const cnet_request *request) noexcept {
    return {request->text.data() + request->method_length, request->target_length};
}

cnet_peer cnet_request_peer(const cnet_request *request) noexcept { return request->peer; }

cnet_bytes cnet_request_body(const cnet_request *request) noexcept { return bytes(request->body); }

cnet_bytes cnet_request_header(const cnet_request *request, const char *name, size_t length,
                               uint32_t occurrence) noexcept {
    for (auto &field : request->fields) {
        if (field.name_length != length) continue;
        if (!boost::beast::iequals({request->text.data() + field.name, length}, {name, length})) continue;
        if (occurrence-- == 0) return bytes(request->value(field));
    }
    return {nullptr, 0};
}

int cnet_respond(cnet_loop *loop, cnet_exchange exchange, uint32_t status, cnet_bytes headers,
                  const cnet_bytes *body, size_t count) noexcept {
    auto slot = loop->find(exchange);
    if (!slot) return CNET_STALE;
    int answered = CNET_STALE;
    if (guarded([&] { answered = slot->session->respond(status, headers, body, count); }) != 0) {
        // Half an answer cannot be taken back.
        if ((slot = loop->find(exchange))) guarded([&] { slot->session->close(); });
    }
    return answered;
}

bool cnet_exchange_waits(const cnet_loop *loop, cnet_exchange exchange) noexcept {
    return const_cast<cnet_loop *>(loop)->find(exchange) != nullptr;
}

cnet_watch *cnet_watch_start(cnet_loop *loop, int descriptor, uint32_t interest, cnet_watch_callback callback,
                             void *argument) noexcept {
    cnet_watch *watch = nullptr;
    auto status = guarded([&] {
        auto older = loop->watches.find(descriptor);
        if (older != loop->watches.end()) older->second->detach();
        watch = new cnet_watch(*loop, descriptor, callback, argument);
        ++watch->references;
        loop->watches[descriptor] = watch;
        watch->set_interest(interest);
    });
    if (status != 0 && watch) {
        cnet_watch_stop(watch);
        watch = nullptr;
    }
    return watch;
}

void cnet_watch_set_interest(cnet_watch *watch, uint32_t interest) noexcept {
    guarded([=] { watch->set_interest(interest); });
}

void cnet_watch_stop(cnet_watch *watch) noexcept {
    guarded([=] { watch->detach(); });
    if (--watch->references == 0) delete watch;
}

uint64_t cnet_timer_start(cnet_loop *loop, uint64_t delay_ms, uint64_t period_ms, cnet_callback callback,
                          void *argument) noexcept {
    uint64_t id = 0;
    auto status = guarded([&] {
        id = ++loop->last_timer;
        auto due = loop->now_ms + std::max<uint64_t>(delay_ms, 1);
        loop->timer_due[id] = due;
        loop->timers.emplace(due, TimerEntry{id, period_ms, callback, argument});
        loop->arm_timers();
    });
    return status == 0 ? id : 0;
}

bool cnet_timer_cancel(cnet_loop *loop, uint64_t timer) noexcept {
    auto known = loop->timer_due.find(timer);
    if (known == loop->timer_due.end()) return false;
    auto range = loop->timers.equal_range(known->second);
    for (auto at = range.first; at != range.second; ++at) {
        if (at->second.id != timer) continue;
        loop->timers.erase(at);
        break;
    }
    loop->timer_due.erase(known);
    return true;
}

} // extern "C"
