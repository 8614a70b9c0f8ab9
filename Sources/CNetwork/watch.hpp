// A descriptor of another library, such as libpq's socket.
#pragma once
#include "loop.hpp"

struct cnet_watch {
    cnet_watch(cnet_loop &loop, int descriptor, cnet_watch_callback callback, void *argument)
        : loop(loop), descriptor(loop.context.get_executor(), descriptor), callback(callback), argument(argument) {}

    void set_interest(uint32_t wanted);
    /// Lets go of the descriptor without closing it.
    void detach();

    uint32_t references = 0;
    cnet_loop &loop;
    network::Descriptor descriptor;
    cnet_watch_callback callback;
    void *argument;
    bool stopped = false;

private:
    void arm(uint32_t event);

    uint32_t interest_ = 0;
    uint32_t armed_ = 0;
};
