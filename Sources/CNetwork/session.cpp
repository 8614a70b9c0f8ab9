#include "session.hpp"
#include <boost/asio/post.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace network {

namespace {

constexpr size_t kept_output = 16384;  // an output buffer that grew beyond this is given back
constexpr size_t gathered_pieces = 32; // more pieces are copied together before they are sent
constexpr size_t head_capacity = 256;
constexpr uint64_t slowest_reader = 16; // bytes a millisecond

/// The status line and the headers that the connection decides; the caller's follow.
size_t write_head(char *head, uint32_t status, unsigned version, bool close, const std::string &date, size_t length) {
    auto out = head;
    auto put = [&out](const char *text, size_t size) { out = std::copy_n(text, size, out); };
    auto literal = [&put](const char *text) { put(text, std::strlen(text)); };
    auto reason = http::obsolete_reason(http::int_to_status(status));
    literal("HTTP/1.1 ");
    out = std::to_chars(out, out + 10, status).ptr;
    literal(" ");
    put(reason.data(), reason.size());
    literal("\r\nDate: ");
    put(date.data(), date.size());
    literal("\r\nContent-Length: ");
    out = std::to_chars(out, out + 20, length).ptr;
    if (close) literal("\r\nConnection: close\r\n");
    else if (version < 11) literal("\r\nConnection: keep-alive\r\n");
    else literal("\r\n");
    return static_cast<size_t>(out - head);
}

} // namespace

Session::Session(cnet_loop &loop, Socket &&socket, uint32_t slot, cnet_peer peer)
    : loop_(loop), socket_(std::move(socket)), slot_(slot), input_(new char[loop.limits.header_bytes]) {
    request_.peer = peer;
    request_.text.reserve(1024);
    request_.fields.reserve(16);
    loop_.slots[slot_].session = this;
    loop_.sessions->push_back(*this);
    ++loop_.connections;
}

Session::~Session() {
    count_body(0);
    count_output(0);
    loop_.slots[slot_].session = nullptr;
    loop_.free_slots.push_back(slot_);
}

cnet_exchange Session::exchange() const {
    return (static_cast<uint64_t>(loop_.slots[slot_].generation) << 32) | slot_;
}

void Session::start(bool refuse_at_once) {
    Reference<Session> self(this);
    enter(Phase::idle);
    deadline_ms = loop_.now_ms + loop_.limits.header_ms + loop_.limits.tick_ms;
    if (refuse_at_once) return refuse(503);
    place = loop_.places.take(request_.peer);
    read();
}

void Session::enter(Phase phase) {
    phase_ = phase;
    phase_began_ms = loop_.now_ms;
    uint64_t allowed = 0;
    switch (phase) {
    case Phase::idle: allowed = loop_.limits.idle_ms; break;
    case Phase::header: allowed = loop_.limits.header_ms; break;
    case Phase::body: allowed = loop_.limits.body_ms; break;
    case Phase::waiting:
    case Phase::closed: break;
    case Phase::writing: allowed = loop_.limits.write_ms; break;
    case Phase::lingering: allowed = loop_.limits.linger_ms; break;
    }
    // The clock may be one tick behind.
    deadline_ms = allowed ? loop_.now_ms + allowed + loop_.limits.tick_ms : 0;
}

// Reading.

void Session::read() {
    if (reading_ || peer_finished_ || phase_ == Phase::closed) return;
    auto capacity = static_cast<size_t>(loop_.limits.header_bytes);
    if (phase_ == Phase::lingering || begin_ == end_) begin_ = end_ = 0;
    if (begin_ > 0 && end_ == capacity) {
        std::memmove(input_.get(), input_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == capacity) return;  // pipelined further than we look ahead
    reading_ = true;
    socket_.async_read_some(asio::buffer(input_.get() + end_, capacity - end_),
                            [self = Reference<Session>(this)](error_code ec, size_t count) { self->on_read(ec, count); });
}

void Session::on_read(error_code ec, size_t count) {
    reading_ = false;
    if (phase_ == Phase::closed) return;
    if (ec) {
        if (ec != asio::error::eof || phase_ == Phase::lingering) return close();
        peer_finished_ = true;
        switch (phase_) {
        case Phase::waiting: return tell_left();
        case Phase::writing: return;
        default: return close();
        }
    }
    end_ += count;
    if (phase_ == Phase::idle || phase_ == Phase::header || phase_ == Phase::body) process();
    else read();
}

/// A client may close its sending side after its last request and still wait for the answer; one with more requests
/// in the buffer surely does.
void Session::tell_left() {
    if (told_left_ || begin_ < end_) return;
    told_left_ = true;
    if (loop_.handlers.left) loop_.handlers.left(loop_.handlers.context, exchange());
}

/// Parses what is there, request after request, until bytes or an answer are missing.
void Session::process() {
    if (processing_) return;
    processing_ = true;
    Reference<Session> self(this);
    while (phase_ == Phase::idle || phase_ == Phase::header || phase_ == Phase::body)
        if (!parse()) break;
    processing_ = false;
    if (phase_ == Phase::closed) return;
    if (peer_finished_ && phase_ != Phase::waiting && phase_ != Phase::writing) return close();
    if (peer_finished_ && phase_ == Phase::waiting) return tell_left();
    read();
}

/// Feeds the parser once. False when it needs more bytes.
bool Session::parse() {
    if (begin_ == end_) return false;
    if (!parser_) {
        parser_.emplace(request_, loop_.limits.header_fields, loop_.limits.header_bytes, loop_.limits.body_bytes);
        header_bytes_ = 0;
        body_begun_ = told_left_ = false;
        enter(Phase::header);
    }
    error_code ec;
    auto used = parser_->put(asio::const_buffer(input_.get() + begin_, end_ - begin_), ec);
    begin_ += used;
    if (ec && ec != http::error::need_more) return refuse(refusal(ec)), true;
    if (!parser_->is_header_done()) {
        // The parser forgets what it has consumed, so its own limit holds for one field only.
        header_bytes_ += used;
        if (header_bytes_ + (end_ - begin_) < loop_.limits.header_bytes) return false;
        return refuse(431), true;
    }
    if (!body_begun_) {
        body_begun_ = true;
        if (auto status = unacceptable_header()) return refuse(status), true;
        if (!parser_->is_done()) {
            enter(Phase::body);
            if (!tell_to_continue()) return close(), true;
        }
    }
    if (!has_room_for_body()) return refuse(503), true;
    if (parser_->is_done()) return dispatch(), true;
    if (end_ - begin_ == loop_.limits.header_bytes) return refuse(431), true;  // an endless trailer or chunk size
    return begin_ < end_ && !ec;
}

uint32_t Session::refusal(error_code ec) {
    if (ec == http::error::body_limit) return 413;
    if (ec == http::error::header_limit) return 431;
    if (ec == http::error::bad_version) return 505;
    return 400;
}

/// False when the connection is not fit for it.
bool Session::tell_to_continue() {
    if (request_.version < 11 || !request_.body.empty() || !request_.find(http::field::expect)) return true;
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto sent = ::send(socket_.native_handle(), go_on.data(), go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent == static_cast<ssize_t>(go_on.size());
}

/// What the parser lets through and a server must not (RFC 9112, sections 3.2 and 6.1). 0, or the status of refusal.
uint32_t Session::unacceptable_header() const {
    if (request_.text.size() > loop_.limits.header_bytes) return 431;
    unsigned hosts = 0;
    for (auto &field : request_.fields) {
        switch (field.known) {
        case http::field::host: ++hosts; break;
        case http::field::transfer_encoding:
            // Any other coding would be taken for no body, and the body for the next request.
            if (request_.version < 11) return 400;
            if (!boost::beast::iequals(request_.value(field), "chunked")) return 501;
            break;
        case http::field::content_encoding:
            if (!boost::beast::iequals(request_.value(field), "identity")) return 415;
            break;
        case http::field::expect:
            if (!boost::beast::iequals(request_.value(field), "100-continue")) return 417;
            break;
        default: break;
        }
    }
    if (hosts > 1 || (hosts == 0 && request_.version >= 11)) return 400;
    return 0;
}

/// Bodies that have not ended are held for as long as their clients like, all within one budget; one that is whole
/// goes its way.
bool Session::has_room_for_body() {
    if (parser_->is_done()) return count_body(0), true;
    count_body(request_.body.capacity());
    return loop_.unfinished_body_bytes <= loop_.limits.unfinished_body_bytes;
}

void Session::count_body(size_t bytes) {
    loop_.unfinished_body_bytes += bytes;
    loop_.unfinished_body_bytes -= counted_body_;
    counted_body_ = bytes;
}

void Session::refuse(uint32_t status) {
    close_after_ = true;
    count_body(0);
    request_.release_body();
    enter(Phase::waiting);
    request_.version = 11;
    request_.verb = http::verb::unknown;
    // Nothing that follows is read as a request.
    begin_ = end_ = 0;
    if (loop_.handlers.refused) return loop_.handlers.refused(loop_.handlers.context, exchange(), status);
    respond(status, {nullptr, 0}, nullptr, 0);
}

void Session::dispatch() {
    close_after_ = !parser_->keep_alive();
    enter(Phase::waiting);
    if (loop_.handlers.request) loop_.handlers.request(loop_.handlers.context, exchange(), &request_);
    else respond(503, {nullptr, 0}, nullptr, 0);
    // The answer may be long in coming, and the next request too.
    request_.release_body();
}

// Answering.

int Session::respond(uint32_t status, cnet_bytes headers, const cnet_bytes *body, size_t count) {
    if (phase_ != Phase::waiting) return CNET_STALE;
    Reference<Session> self(this);
    size_t length = 0;
    for (size_t i = 0; i < count; ++i) length += body[i].length;
    if (!loop_.make_room(length)) return CNET_NO_ROOM;
    ++loop_.slots[slot_].generation;
    enter(Phase::writing);
    if (loop_.draining) close_after_ = true;

    char head[head_capacity];
    auto head_length = write_head(head, status, request_.version, close_after_, loop_.date(), length);
    if (request_.verb == http::verb::head) count = 0;

    std::array<cnet_bytes, gathered_pieces + 3> pieces;
    size_t used = 0;
    pieces[used++] = {head, head_length};
    pieces[used++] = headers;
    pieces[used++] = {"\r\n", 2};
    if (count > gathered_pieces) {
        std::string gathered;
        gathered.reserve(length);
        for (size_t i = 0; i < count; ++i) gathered.append(static_cast<const char *>(body[i].start), body[i].length);
        pieces[used++] = {gathered.data(), gathered.size()};
        send(pieces.data(), used);
        return CNET_ANSWERED;
    }
    for (size_t i = 0; i < count; ++i) pieces[used++] = body[i];
    send(pieces.data(), used);
    return CNET_ANSWERED;
}

/// Sends at once what the socket takes, straight from the caller's bytes; only a rest is copied and waits.
void Session::send(const cnet_bytes *pieces, size_t count) {
    std::array<iovec, gathered_pieces + 3> vectors;
    size_t total = 0;
    for (size_t i = 0; i < count; ++i) {
        vectors[i] = {const_cast<void *>(pieces[i].start), pieces[i].length};
        total += pieces[i].length;
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR && errno != ENOBUFS) return close();
        sent = 0;
    }
    auto done = static_cast<size_t>(sent);
    if (done == total) return finish_answer();

    output_.clear();
    output_.reserve(total - done);
    for (size_t i = 0; i < count; ++i) {
        auto skipped = std::min(done, pieces[i].length);
        output_.append(static_cast<const char *>(pieces[i].start) + skipped, pieces[i].length - skipped);
        done -= skipped;
    }
    count_output(output_.capacity());
    output_sent_ = 0;
    output_began_ms = loop_.now_ms;
    output_deadline_ms_ = loop_.now_ms + loop_.limits.write_ms + output_.size() / slowest_reader;
    send_rest();
}

void Session::send_rest() {
    enter(Phase::writing);
    output_moved_ms_ = loop_.now_ms;
    deadline_ms = std::min(deadline_ms, output_deadline_ms_ + loop_.limits.tick_ms);
    auto rest = asio::buffer(output_.data() + output_sent_, output_.size() - output_sent_);
    socket_.async_write_some(rest, [self = Reference<Session>(this)](error_code ec, size_t count) {
        if (self->phase_ != Phase::writing) return;
        if (ec) return self->close();
        self->output_sent_ += count;
        if (self->output_sent_ < self->output_.size()) return self->send_rest();
        self->finish_answer();
    });
}

void Session::count_output(size_t bytes) {
    loop_.unsent_bytes += bytes;
    loop_.unsent_bytes -= counted_output_;
    counted_output_ = bytes;
}

void Session::finish_answer() {
    count_output(0);
    if (output_.capacity() > kept_output) std::string().swap(output_);
    answered_once_ = true;
    parser_.reset();
    if (close_after_) return linger();
    enter(Phase::idle);
    if (processing_) return;
    // Not at once: the caller is still inside its answer, and the next request would call it again.
    if (begin_ < end_ || peer_finished_)
        asio::post(loop_.context, [self = Reference<Session>(this)] { self->process(); });
    else read();
}

/// Closing at once while unread bytes wait would send a reset, which can destroy the answer on its way.
void Session::linger() {
    if (peer_finished_) return close();
    enter(Phase::lingering);
    ::shutdown(socket_.native_handle(), SHUT_WR);
    read();
}

// Ending.

void Session::on_deadline() {
    Reference<Session> self(this);
    bool late_request = phase_ == Phase::header || phase_ == Phase::body;
    if (late_request) return refuse(408);
    close();
}

void Session::drain() {
    Reference<Session> self(this);
    if (phase_ != Phase::idle) return;
    if (answered_once_) return close();
    // A new connection's first request may be on its way already.
    deadline_ms = std::min(deadline_ms, loop_.now_ms + loop_.limits.tick_ms + 1000);
}

void Session::close() {
    if (phase_ == Phase::closed) return;
    Reference<Session> self(this);
    give_place_back();
    bool waited = phase_ == Phase::waiting;
    auto left = exchange();
    enter(Phase::closed);
    ++loop_.slots[slot_].generation;
    --loop_.connections;
    unlink();
    count_body(0);
    count_output(0);
    --references;
    error_code ignored;
    socket_.close(ignored);
    if (waited && !told_left_ && loop_.handlers.left) loop_.handlers.left(loop_.handlers.context, left);
}

} // namespace network
