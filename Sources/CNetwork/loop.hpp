// The event loop: what its parts share.
#pragma once
#include "cnetwork.h"
#include "places.hpp"
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/intrusive/list.hpp>
#include <map>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unordered_map>
#include <vector>

namespace network {

namespace asio = boost::asio;
using boost::system::error_code;
// Concrete executor types: the type-erased any_io_executor costs a fifth of a request.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

class Listener;
class Session;

/// A reference to an object that counts them itself, held by the pending operations of a session or watch.
template <class Counted> class Reference {
public:
    explicit Reference(Counted *object) : object_(object) { ++object_->references; }
    Reference(const Reference &other) : object_(other.object_) { ++object_->references; }
    Reference(Reference &&other) noexcept : object_(other.object_) { other.object_ = nullptr; }
    Reference &operator=(const Reference &) = delete;
    ~Reference() {
        if (object_ && --object_->references == 0) delete object_;
    }
    Counted *operator->() const { return object_; }

private:
    Counted *object_;
};

/// A place in the table of connections. The generation moves on with every answer, so a late one finds nobody.
struct Slot {
    Session *session = nullptr;
    uint32_t generation = 0;
};

struct TimerEntry {
    uint64_t id;
    uint64_t period_ms;
    cnet_callback callback;
    void *argument;
};

// A session that goes leaves the list by itself: the list never holds, and never asserts on, one that is gone.
using SessionHook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
using SessionList = boost::intrusive::list<Session, boost::intrusive::constant_time_size<false>>;

} // namespace network

struct cnet_loop {
    explicit cnet_loop(const cnet_limits &limits);
    ~cnet_loop();

    void run();
    void arm_tick();
    void on_tick();
    void drain();
    void adopt(int socket, const sockaddr_storage &peer);
    bool make_room(size_t length);
    network::Session *who_gives_way(const cnet_peer &newcomer);
    void arm_timers();
    network::Slot *find(cnet_exchange exchange);
    const std::string &date();

    cnet_limits limits;
    cnet_handlers handlers{};
    // One thread runs the loop, so the descriptors need no locks; posting from other threads stays legal.
    boost::asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    network::Timer tick{context.get_executor()};
    network::Timer wake{context.get_executor()};  // for the timer that is due next
    uint64_t now_ms = 0;
    bool stopped = false;
    bool freeing = false;
    bool draining = false;

    std::vector<network::Slot> slots;
    std::vector<uint32_t> free_slots;
    uint32_t connections = 0;  // with those that are being refused, which have no place
    network::Places places;
    uint64_t unfinished_body_bytes = 0;
    uint64_t unsent_bytes = 0;
    network::SessionList *sessions;
    std::vector<std::unique_ptr<network::Listener>> listeners;
    std::unordered_map<int, cnet_watch *> watches;
    std::multimap<uint64_t, network::TimerEntry> timers;  // by the millisecond when they are due
    std::unordered_map<uint64_t, uint64_t> timer_due;
    uint64_t last_timer = 0;
    uint64_t armed_ms = UINT64_MAX;  // when `wake` is due

private:
    void fire_timers();
    void close_sessions();
    std::string date_line;
    int64_t date_second = -1;
};
