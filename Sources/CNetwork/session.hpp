// One HTTP/1.1 connection: requests are answered one after the other, and one read is always pending, so that a client
// that leaves is noticed while its request waits.
#pragma once
#include "loop.hpp"
#include "parser.hpp"
#include <optional>

namespace network {

class Session final : public SessionHook {
public:
    enum class Phase {
        idle,       // no byte of a request yet
        header,     // in the request line or the headers
        body,
        waiting,    // for the answer
        writing,
        lingering,  // answered for the last time: waits for the client to close
        closed,
    };

    /// What a connection's place is for, the least first.
    enum class Use {
        silent,      // never had a whole head of a request
        idle,        // has no request, or not its whole head
        unfinished,  // has not all of its body
        stalled,     // does not take its answer
        busy,
    };

    Session(cnet_loop &loop, Socket &&socket, uint32_t slot, cnet_peer peer);
    ~Session();

    void start(bool refuse);
    int respond(uint32_t status, cnet_bytes headers, const cnet_bytes *body, size_t count);
    void on_deadline();
    void drain();
    void close();
    Use use() const;
    void give_way(bool tells);
    /// Has taken nothing of its answer for a while, or not all of it within a longer one.
    bool is_slow_reader() const {
        constexpr uint64_t stalled_ms = 2'000, patience_ms = 10'000;
        return counted_output_ > 0
            && (loop_.now_ms >= output_moved_ms_ + stalled_ms || loop_.now_ms >= output_began_ms + patience_ms);
    }

    uint32_t references = 1;  // the loop's, until close()
    uint64_t deadline_ms = 0;  // 0: none
    uint64_t phase_began_ms = 0;
    uint64_t output_began_ms = 0;
    Places::Place place = nullptr;  // null: it is being refused

private:
    void read();
    void on_read(error_code ec, size_t count);
    void process();
    bool parse();
    static uint32_t refusal(error_code ec);
    bool tell_to_continue();
    uint32_t unacceptable_header() const;
    void refuse(uint32_t status);
    bool has_room_for_body();
    void count_body(size_t bytes);
    void count_output(size_t bytes);
    void dispatch();
    void give_place_back();
    void tell_left();
    void send(const cnet_bytes *pieces, size_t count);
    void send_rest();
    void finish_answer();
    void linger();
    void enter(Phase phase);
    cnet_exchange exchange() const;

    cnet_loop &loop_;
    Socket socket_;
    uint32_t slot_;
    Phase phase_ = Phase::idle;
    bool reading_ = false;        // a read is pending
    bool processing_ = false;     // inside process(): an answer must not start it again
    bool peer_finished_ = false;  // the client has closed its sending side
    bool told_left_ = false;
    bool close_after_ = false;    // this answer is the last one
    bool body_begun_ = false;     // the headers are complete and checked
    bool answered_once_ = false;

    // Unparsed bytes are [begin_, end_).
    std::unique_ptr<char[]> input_;
    size_t begin_ = 0;
    size_t end_ = 0;
    size_t header_bytes_ = 0;
    cnet_request request_;
    size_t counted_body_ = 0;  // of the loop's unfinished bodies
    std::optional<Parser> parser_;
    std::string output_;  // what the socket did not take at once
    size_t output_sent_ = 0;
    size_t counted_output_ = 0;  // of the loop's unsent answers
    uint64_t output_moved_ms_ = 0;
    uint64_t output_deadline_ms_ = 0;
};

} // namespace network
