#include "listener.hpp"
#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace network {

namespace {
constexpr int backlog = 4096;
constexpr int accepted_at_once = 64;
} // namespace

void Listener::wait() {
    descriptor_.async_wait(Descriptor::wait_read, [this](error_code ec) {
        if (ec == asio::error::operation_aborted) return;  // `this` may be gone
        auto accepted = Accepted::one;
        for (int i = 0; i < accepted_at_once && accepted == Accepted::one; ++i) accepted = accept_one();
        // Asking again at once would spin: the connection is still there, and the descriptors are not.
        paused_ = accepted == Accepted::no_room;
        if (!paused_) wait();
    });
}

void Listener::resume() {
    if (!paused_) return;
    paused_ = false;
    wait();
}

void Listener::accept_waiting() {
    for (int i = 0; i < backlog; ++i)
        if (accept_one() != Accepted::one) return;
}

Listener::Accepted Listener::accept_one() {
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    int socket = ::accept4(descriptor_.native_handle(), reinterpret_cast<sockaddr *>(&peer), &length,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
        loop_.adopt(socket, peer);
        return Accepted::one;
    }
    switch (errno) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM: return Accepted::no_room;
    case ECONNABORTED:
    case EINTR:
    case EPROTO: return Accepted::one;
    default: return Accepted::none;
    }
}

} // namespace network

namespace {

struct Socket {
    int descriptor;
    ~Socket() {
        if (descriptor >= 0) ::close(descriptor);
    }
    int release() {
        int taken = descriptor;
        descriptor = -1;
        return taken;
    }
};

int bind_tcp(const addrinfo &address, bool reuse_port, int &out) {
    Socket socket{::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (socket.descriptor < 0) return errno;
    int on = 1;
    ::setsockopt(socket.descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (reuse_port && ::setsockopt(socket.descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) return errno;
    if (::bind(socket.descriptor, address.ai_addr, address.ai_addrlen) != 0) return errno;
    if (::listen(socket.descriptor, network::backlog) != 0) return errno;
    out = socket.release();
    return 0;
}

uint16_t bound_port(int descriptor) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &length) != 0) return 0;
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6 *>(&address)->sin6_port);
    return ntohs(reinterpret_cast<sockaddr_in *>(&address)->sin_port);
}

void set_port(addrinfo &address, uint16_t port) {
    if (address.ai_family == AF_INET6) reinterpret_cast<sockaddr_in6 *>(address.ai_addr)->sin6_port = htons(port);
    else reinterpret_cast<sockaddr_in *>(address.ai_addr)->sin_port = htons(port);
}

bool somebody_listens(const sockaddr_un &address) {
    Socket probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (probe.descriptor < 0) return true;
    if (::connect(probe.descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) return true;
    return errno != ECONNREFUSED;
}

} // namespace

namespace {

/// The addresses of a name, each once.
std::vector<addrinfo *> distinct(addrinfo *found) {
    std::vector<addrinfo *> addresses;
    for (; found && addresses.size() < CNET_ADDRESSES; found = found->ai_next) {
        if (found->ai_family != AF_INET && found->ai_family != AF_INET6) continue;
        bool known = std::any_of(addresses.begin(), addresses.end(), [found](addrinfo *other) {
            return other->ai_addrlen == found->ai_addrlen
                && std::memcmp(other->ai_addr, found->ai_addr, found->ai_addrlen) == 0;
        });
        if (!known) addresses.push_back(found);
    }
    return addresses;
}

int listen_on(addrinfo &address, uint16_t &port, uint32_t count, int *sockets) {
    set_port(address, port);
    // Every socket of ours has SO_REUSEPORT, and so may another server's: only a bind without it sees that one.
    int probe = -1;
    int status = bind_tcp(address, false, probe);
    if (status != 0) return status;
    ::close(probe);
    for (uint32_t opened = 0; opened < count; ++opened) {
        status = bind_tcp(address, true, sockets[opened]);
        if (status != 0) {
            while (opened > 0) ::close(sockets[--opened]);
            return status;
        }
        if (opened == 0) set_port(address, port = bound_port(sockets[0]));
    }
    return 0;
}

bool is_missing(int status) { return status == EADDRNOTAVAIL || status == EAFNOSUPPORT; }

int listen_on_all(const std::vector<addrinfo *> &found, uint16_t &port, uint32_t count, int *sockets,
                  uint32_t &addresses) {
    int missing = EADDRNOTAVAIL;
    addresses = 0;
    for (auto address : found) {
        auto status = listen_on(*address, port, count, sockets + addresses * count);
        if (status == 0) {
            ++addresses;
        } else if (is_missing(status)) {
            missing = status;
        } else {
            for (uint32_t i = 0; i < addresses * count; ++i) ::close(sockets[i]);
            return status;
        }
    }
    return addresses > 0 ? 0 : missing;
}

constexpr int attempts = 16;  // to find a port that is free on every address

} // namespace

extern "C" int cnet_listen_tcp(const char *host, uint16_t *port, uint32_t count, int *sockets,
                               uint32_t *addresses) noexcept {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo *found = nullptr;
    if (::getaddrinfo(host, nullptr, &hints, &found) != 0 || !found) return EADDRNOTAVAIL;
    auto wanted = *port;
    auto distinct_ones = distinct(found);
    int status = EADDRINUSE;
    for (int i = 0; i < attempts && status == EADDRINUSE; ++i) {
        *port = wanted;
        status = listen_on_all(distinct_ones, *port, count, sockets, *addresses);
        if (wanted != 0) break;
    }
    ::freeaddrinfo(found);
    return status;
}

extern "C" int cnet_listen_unix(const char *path, int *out) noexcept {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::strlen(path) >= sizeof address.sun_path) return ENAMETOOLONG;
    std::strcpy(address.sun_path, path);
    struct stat status {};
    if (::lstat(path, &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) return EEXIST;
        if (somebody_listens(address)) return EADDRINUSE;
        if (::unlink(path) != 0) return errno;
    }
    Socket socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (socket.descriptor < 0) return errno;
    if (::bind(socket.descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) return errno;
    if (::listen(socket.descriptor, network::backlog) != 0) return errno;
    *out = socket.release();
    return 0;
}
