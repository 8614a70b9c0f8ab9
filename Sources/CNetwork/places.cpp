// Who gives way when all places are taken, and how.
#include "loop.hpp"
#include "session.hpp"
#include <tuple>

/// Whose place a new connection has when all are taken; null when it has none. The address with the most gives way to one
/// that will still not have more: first what never had a request, then what has none at the moment, then what has not all
/// of it, then who does not take its answer. What has had no request for a while gives way to everybody. A request that
/// is being answered never does.
network::Session *cnet_loop::who_gives_way(const cnet_peer &newcomer) {
    auto own = places.taken_by(newcomer);
    if (now_ms < places.fruitless_until_ms && own >= places.fruitless_for) return nullptr;
    using network::Session;
    Session *chosen = nullptr;
    std::tuple<uint32_t, Session::Use, uint64_t> best;
    for (auto &session : *sessions) {
        auto use = session.use();
        if (use == Session::Use::busy) continue;
        auto of_address = session.place->second;
        bool is_heavier = of_address >= own + 2;
        bool is_unused = use <= Session::Use::idle && session.phase_began_ms + limits.yield_ms <= now_ms;
        if (!is_heavier && !is_unused) continue;
        std::tuple rank{is_heavier ? UINT32_MAX - of_address : UINT32_MAX, use, session.phase_began_ms};
        if (chosen && best <= rank) continue;
        chosen = &session;
        best = rank;
    }
    if (!chosen) {
        places.fruitless_until_ms = now_ms + limits.tick_ms;
        places.fruitless_for = own;
    }
    return chosen;
}

namespace network {

Session::Use Session::use() const {
    if (!place) return Use::busy;
    switch (phase_) {
    case Phase::idle:
    case Phase::header: return answered_once_ ? Use::idle : Use::silent;
    case Phase::lingering: return Use::idle;
    case Phase::body: return Use::unfinished;
    case Phase::writing: return is_slow_reader() ? Use::stalled : Use::busy;
    case Phase::waiting:
    case Phase::closed: break;
    }
    return Use::busy;
}

/// Gives its place to another connection. Who may have begun a request is told, if that many may be waited for; one that
/// rests between two requests is closed without a word, as always.
void Session::give_way(bool tells) {
    Reference<Session> self(this);
    give_place_back();
    bool expects_answer = phase_ == Phase::header || phase_ == Phase::body || (phase_ == Phase::idle && !answered_once_);
    if (tells && expects_answer) return refuse(503);
    close();
}

void Session::give_place_back() {
    if (place) loop_.places.give_back(place);
    place = nullptr;
}

} // namespace network
