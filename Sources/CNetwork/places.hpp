// Who has the places of a loop's connections.
#pragma once
#include "cnetwork.h"
#include <cstdint>
#include <map>
#include <utility>

namespace network {

/// Counts the places by address, as `cnet_peer` has it. A tree and no hash table: nobody chooses addresses that collide.
class Places {
    using Counts = std::map<std::pair<bool, uint64_t>, uint32_t>;

public:
    /// One connection's; null when it has none.
    using Place = Counts::value_type *;

    Place take(const cnet_peer &peer) {
        auto place = &*counts_.try_emplace({peer.is_local, peer.network}, 0).first;
        ++place->second;
        ++taken_;
        return place;
    }

    void give_back(Place place) {
        --taken_;
        if (--place->second > 0) return;
        auto key = place->first;
        counts_.erase(key);
    }

    uint32_t taken() const { return taken_; }

    uint32_t taken_by(const cnet_peer &peer) const {
        auto found = counts_.find({peer.is_local, peer.network});
        return found == counts_.end() ? 0 : found->second;
    }

    // A search that found nobody; for a while nobody with as many places need search again.
    uint64_t fruitless_until_ms = 0;
    uint32_t fruitless_for = 0;

private:
    Counts counts_;
    uint32_t taken_ = 0;
};

} // namespace network
