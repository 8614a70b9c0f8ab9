#include "loop.hpp"
#include "listener.hpp"
#include "session.hpp"
#include "watch.hpp"
#include <algorithm>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

using namespace network;

namespace {

constexpr int events_per_iteration = 256;  // an unbounded poll() starved PostgreSQL: p99 5 ms became 200 ms
constexpr uint32_t refusable = 64;         // connections without a place that are told in full and waited for

constexpr size_t always_sent = 65536;      // an answer that needs no room: connections are limited

cnet_peer peer_of(const sockaddr_storage &address) {
    if (address.ss_family == AF_INET) {
        auto &four = reinterpret_cast<const sockaddr_in &>(address);
        return {ntohl(four.sin_addr.s_addr), false};
    }
    if (address.ss_family == AF_INET6) {
        auto bytes = reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr.s6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr);
        uint64_t network = 0;
        for (int i = mapped ? 12 : 0; i < (mapped ? 16 : 8); ++i) network = network << 8 | bytes[i];
        return {network, false};
    }
    return {0, true};
}

uint64_t milliseconds() {
    return static_cast<uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count());
}

} // namespace

cnet_loop::cnet_loop(const cnet_limits &limits) : limits(limits), now_ms(milliseconds()), sessions(new SessionList) {
    arm_tick();
}

cnet_loop::~cnet_loop() {
    handlers = {};
    freeing = true;
    listeners.clear();
    close_sessions();
    while (!watches.empty()) {
        Reference<cnet_watch> watch(watches.begin()->second);
        watch->detach();
    }
    tick.cancel();
    wake.cancel();
    // Operations that still refer to a session or a watch end here, while the tables are there.
    for (bool ended = false; !ended;) {
        try {
            context.restart();
            context.poll();
            ended = true;
        } catch (...) {
        }
    }
    delete sessions;
}

void cnet_loop::run() {
    while (!stopped) {
        try {
            context.run_one();
            for (int i = 0; i < events_per_iteration && !stopped && context.poll_one(); ++i) {
            }
        } catch (...) {
            // Out of memory inside one connection: its operations are gone with their references.
        }
        now_ms = milliseconds();
        if (handlers.iteration) handlers.iteration(handlers.context);
    }
    listeners.clear();
    close_sessions();
}

void cnet_loop::close_sessions() {
    while (!sessions->empty()) {
        Reference<Session> session(&sessions->front());
        session->close();
    }
}

void cnet_loop::arm_tick() {
    tick.expires_after(std::chrono::milliseconds(limits.tick_ms));
    tick.async_wait([this](error_code ec) {
        if (ec || freeing) return;
        arm_tick();
        on_tick();
    });
}

void cnet_loop::on_tick() {
    now_ms = milliseconds();
    // Ending one session may end others, so the list is not walked meanwhile.
    std::vector<Reference<Session>> late;
    for (auto &session : *sessions)
        if (session.deadline_ms && session.deadline_ms <= now_ms) late.emplace_back(&session);
    for (auto &session : late) session->on_deadline();
    for (auto &listener : listeners) listener->resume();
    fire_timers();
}

void cnet_loop::fire_timers() {
    while (!timers.empty() && timers.begin()->first <= now_ms) {
        auto due = timers.begin()->first;
        auto entry = timers.begin()->second;
        timers.erase(timers.begin());
        if (entry.period_ms) {
            due = std::max(due + entry.period_ms, now_ms + 1);
            timers.emplace(due, entry);
            timer_due[entry.id] = due;
        } else {
            timer_due.erase(entry.id);
        }
        entry.callback(entry.argument);
    }
    arm_timers();
}

/// The tick alone would be late by as much as its period.
void cnet_loop::arm_timers() {
    if (timers.empty() || timers.begin()->first >= armed_ms) return;
    armed_ms = timers.begin()->first;
    wake.expires_at(Clock::time_point(std::chrono::milliseconds(armed_ms)));
    wake.async_wait([this](error_code ec) {
        if (ec || freeing) return;
        armed_ms = UINT64_MAX;
        now_ms = milliseconds();
        fire_timers();
    });
}

void cnet_loop::drain() {
    draining = true;
    for (auto &listener : listeners) listener->accept_waiting();
    listeners.clear();
    std::vector<Reference<Session>> all;
    for (auto &session : *sessions) all.emplace_back(&session);
    for (auto &session : all) session->drain();
}

/// Whether an answer of this length may wait for its client. Clients that take nothing, and then those that have been
/// taking for the longest time, make room for it: a few slow ones must not keep all others from large answers.
bool cnet_loop::make_room(size_t length) {
    auto fits = [&] { return unsent_bytes == 0 || unsent_bytes + length <= limits.unsent_bytes; };
    if (length <= always_sent || fits()) return true;
    // Nobody is told of the end of one that is being answered, so the others stay.
    std::vector<Session *> slow;
    for (auto &session : *sessions)
        if (session.is_slow_reader()) slow.push_back(&session);
    std::sort(slow.begin(), slow.end(),
              [](auto one, auto other) { return one->output_began_ms < other->output_began_ms; });
    for (auto &session : slow) {
        if (fits()) break;
        session->close();
    }
    return fits();
}

/// Of a connection for which there is no place even among those that are refused nothing is kept. What it has sent is
/// read, since a close before unread bytes is a reset, which can destroy the answer on its way.
static void turn_away(int accepted) {
    static constexpr char answer[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
                                     "Content-Length: 0\r\n\r\n";
    (void)::send(accepted, answer, sizeof answer - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(accepted, SHUT_WR);
    char unread[4096];
    for (int i = 0; i < 4 && ::recv(accepted, unread, sizeof unread, MSG_DONTWAIT) > 0; ++i) {}
    ::close(accepted);
}

/// Makes a session of an accepted connection.
void cnet_loop::adopt(int accepted, const sockaddr_storage &address) {
    auto peer = peer_of(address);
    bool full = places.taken() >= limits.connections;
    if (full) {
        if (auto session = who_gives_way(peer)) {
            session->give_way(connections - places.taken() < refusable);
            full = false;
        } else if (connections - places.taken() >= refusable) {
            return turn_away(accepted);
        }
    }
    if (!peer.is_local) {
        int on = 1;
        ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    Socket socket(context.get_executor());
    error_code ec;
    socket.assign(asio::generic::stream_protocol(address.ss_family, 0), accepted, ec);
    if (ec) {
        ::close(accepted);
        return;
    }
    if (free_slots.empty()) {
        free_slots.push_back(static_cast<uint32_t>(slots.size()));
        slots.emplace_back();
        free_slots.reserve(slots.size());
    }
    auto session = new Session(*this, std::move(socket), free_slots.back(), peer);
    free_slots.pop_back();
    session->start(full);
}

Slot *cnet_loop::find(cnet_exchange exchange) {
    auto index = static_cast<uint32_t>(exchange);
    if (index >= slots.size()) return nullptr;
    auto &slot = slots[index];
    return slot.session && slot.generation == exchange >> 32 ? &slot : nullptr;
}

/// The Date header's value (RFC 9110, section 5.6.7).
const std::string &cnet_loop::date() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    if (time.tv_sec != date_second) {
        date_second = time.tv_sec;
        tm parts{};
        gmtime_r(&time.tv_sec, &parts);
        static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        char text[64];
        auto size = snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday],
                             parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                             parts.tm_sec);
        date_line.assign(text, static_cast<size_t>(size));
    }
    return date_line;
}
