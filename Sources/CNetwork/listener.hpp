// A listening socket of one loop.
#pragma once
#include "loop.hpp"

namespace network {

class Listener {
public:
    Listener(cnet_loop &loop, int socket) : loop_(loop), descriptor_(loop.context.get_executor(), socket) {}

    void wait();
    /// After descriptors had run out.
    void resume();
    /// Takes what the kernel has already accepted, so that closing loses nobody.
    void accept_waiting();

private:
    enum class Accepted { one, none, no_room };
    Accepted accept_one();

    cnet_loop &loop_;
    Descriptor descriptor_;
    bool paused_ = false;
};

} // namespace network
