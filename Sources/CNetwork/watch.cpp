#include "watch.hpp"

using namespace network;

void cnet_watch::set_interest(uint32_t wanted) {
    interest_ = wanted;
    if (stopped) return;
    if (wanted & CNET_READABLE) arm(CNET_READABLE);
    if (wanted & CNET_WRITABLE) arm(CNET_WRITABLE);
}

/// Every wait asks epoll anew, so what was left unread is reported again.
void cnet_watch::arm(uint32_t event) {
    if (armed_ & event) return;
    armed_ |= event;
    auto kind = event == CNET_READABLE ? Descriptor::wait_read : Descriptor::wait_write;
    descriptor.async_wait(kind, [self = Reference<cnet_watch>(this), event](error_code ec) {
        self->armed_ &= ~event;
        if (self->stopped || ec == asio::error::operation_aborted) return;
        if (!(self->interest_ & event)) return;
        self->callback(self->argument, event);
        if (!self->stopped && (self->interest_ & event)) self->arm(event);
    });
}

void cnet_watch::detach() {
    if (stopped) return;
    stopped = true;
    loop.watches.erase(descriptor.native_handle());
    descriptor.release();
}
