#ifndef CNETWORK_H
#define CNETWORK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#define CNET_NOEXCEPT noexcept
extern "C" {
#else
#define CNET_NOEXCEPT
#endif

/// One event loop per thread: HTTP/1.1 connections, watched descriptors of other libraries, timers.
/// Everything but `cnet_loop_post` is for the loop's own thread (or before `cnet_loop_run`). Nothing throws; functions
/// that can fail return 0 or an errno value.
typedef struct cnet_loop cnet_loop;
typedef struct cnet_request cnet_request;
typedef struct cnet_watch cnet_watch;

/// One request waiting for its answer. A value that was answered, or whose client has left, is stale: harmless.
typedef uint64_t cnet_exchange;

typedef struct cnet_bytes {
    const void *start;
    size_t length;
} cnet_bytes;

typedef struct cnet_limits {
    uint32_t connections;    // per loop; a further one has the place of another one that gives way, or gets 503
    uint32_t header_bytes;   // request line and headers; more is 431
    uint32_t header_fields;  // more is 431
    uint64_t body_bytes;     // more is 413
    uint64_t unfinished_body_bytes;  // memory per loop of bodies that have not ended; the one that needs more is 503
    uint64_t unsent_bytes;   // memory per loop of answers that their clients have not taken: see cnet_respond
    uint32_t idle_ms;        // between two requests of a connection
    uint32_t header_ms;      // from the first byte of a request (or from accept) to the end of its headers, else 408
    uint32_t body_ms;        // from there to the end of the body, else 408
    uint32_t write_ms;       // for some bytes of an answer to leave; the whole may take a millisecond per 16 bytes more
    uint32_t linger_ms;      // to let the client read the last answer before the connection is closed
    uint32_t yield_ms;       // without a request for so long, a connection gives way to any other
    uint32_t tick_ms;        // deadlines are looked at this often
} cnet_limits;

typedef struct cnet_handlers {
    void *context;
    /// A whole request. `request` and all it points to live during the call only.
    void (*request)(void *context, cnet_exchange exchange, const cnet_request *request);
    /// Not an acceptable request: 400, 408, 413, 415, 417, 431, 501, 503 or 505. To be answered like a request; the
    /// connection is closed afterwards.
    void (*refused)(void *context, cnet_exchange exchange, uint32_t status);
    /// The client of a waiting request has closed its side. An answer is still tried.
    void (*left)(void *context, cnet_exchange exchange);
    /// After each batch of events.
    void (*iteration)(void *context);
} cnet_handlers;

typedef void (*cnet_callback)(void *argument);

// The loop.

cnet_loop *cnet_loop_new(const cnet_limits *limits) CNET_NOEXCEPT;
void cnet_loop_set_handlers(cnet_loop *loop, const cnet_handlers *handlers) CNET_NOEXCEPT;
/// Runs until `cnet_loop_stop`, then closes what is still open.
void cnet_loop_run(cnet_loop *loop) CNET_NOEXCEPT;
void cnet_loop_stop(cnet_loop *loop) CNET_NOEXCEPT;
/// After the run has ended. Callbacks that were posted and did not run never will.
void cnet_loop_free(cnet_loop *loop) CNET_NOEXCEPT;
/// From any thread: runs the callback on the loop's thread.
int cnet_loop_post(cnet_loop *loop, cnet_callback callback, void *argument) CNET_NOEXCEPT;
/// Stops accepting, closes idle connections, and closes every other one after its current answer.
void cnet_loop_drain(cnet_loop *loop) CNET_NOEXCEPT;
uint32_t cnet_loop_connections(const cnet_loop *loop) CNET_NOEXCEPT;
/// What `unsent_bytes` of the limits bounds.
uint64_t cnet_loop_unsent_bytes(const cnet_loop *loop) CNET_NOEXCEPT;
/// What `unfinished_body_bytes` of the limits bounds.
uint64_t cnet_loop_unfinished_body_bytes(const cnet_loop *loop) CNET_NOEXCEPT;
/// Milliseconds of a clock that only goes forward, read once per iteration.
uint64_t cnet_loop_now_ms(const cnet_loop *loop) CNET_NOEXCEPT;

// Listening sockets.

enum { CNET_ADDRESSES = 8 };
/// Opens `count` sockets (SO_REUSEPORT) on each TCP address that a name stands for, on at most CNET_ADDRESSES; `sockets`
/// has room for all, and gets those of one address after the other. `port` 0 picks one that is free on all; the port is
/// stored back. An address that this machine lacks, such as ::1 without IPv6, is left out while another one is there.
/// EADDRINUSE also when another process listens with SO_REUSEPORT. EAI failures are EADDRNOTAVAIL.
int cnet_listen_tcp(const char *host, uint16_t *port, uint32_t count, int *sockets, uint32_t *addresses) CNET_NOEXCEPT;
/// Opens a unix socket. A socket file that nobody listens on any more is replaced.
int cnet_listen_unix(const char *path, int *socket) CNET_NOEXCEPT;
/// Accepts on a listening socket. The loop owns it from now on, also on failure.
int cnet_loop_listen(cnet_loop *loop, int socket) CNET_NOEXCEPT;

// Requests.

cnet_bytes cnet_request_method(const cnet_request *request) CNET_NOEXCEPT;
cnet_bytes cnet_request_target(const cnet_request *request) CNET_NOEXCEPT;
typedef struct cnet_peer {
    uint64_t network;  // its IPv4 address, or the first 64 bits of its IPv6 address, which are one customer's
    bool is_local;     // of a unix socket: `network` says nothing
} cnet_peer;
cnet_peer cnet_request_peer(const cnet_request *request) CNET_NOEXCEPT;
/// At least 64 readable bytes follow.
cnet_bytes cnet_request_body(const cnet_request *request) CNET_NOEXCEPT;
/// The `occurrence`th field (from 0) of a name, in any case. `start` is NULL when there is none.
cnet_bytes cnet_request_header(const cnet_request *request, const char *name, size_t length, uint32_t occurrence) CNET_NOEXCEPT;

enum {
    CNET_STALE = 0,
    CNET_ANSWERED = 1,
    CNET_NO_ROOM = 2,  // too much waits to be taken: to be answered with less than 64 KiB, for which there always is
};
/// Answers: status, header lines that each end with CR LF (no Content-Length, Connection, Date), and the body in
/// pieces. The bytes are free to go after the call. When an answer would exceed the loop's `unsent_bytes`, clients that
/// take nothing, or have been taking for long, are closed to make room; one answer fits always, whatever its size.
int cnet_respond(cnet_loop *loop, cnet_exchange exchange, uint32_t status, cnet_bytes headers,
                  const cnet_bytes *body, size_t count) CNET_NOEXCEPT;
bool cnet_exchange_waits(const cnet_loop *loop, cnet_exchange exchange) CNET_NOEXCEPT;

// Descriptors of other libraries.

enum { CNET_READABLE = 1, CNET_WRITABLE = 2 };
/// `events` says what is possible now; errors and hang-ups count as both.
typedef void (*cnet_watch_callback)(void *argument, uint32_t events);
/// Watches a descriptor that stays its owner's. An older watch of the same number is stopped first, so a library may
/// close and reopen its socket. Level-triggered.
cnet_watch *cnet_watch_start(cnet_loop *loop, int descriptor, uint32_t interest, cnet_watch_callback callback,
                             void *argument) CNET_NOEXCEPT;
void cnet_watch_set_interest(cnet_watch *watch, uint32_t interest) CNET_NOEXCEPT;
/// Ends the watch and frees it; no callback comes afterwards. Best before the descriptor is closed.
void cnet_watch_stop(cnet_watch *watch) CNET_NOEXCEPT;

// Timers, exact to a millisecond while the loop is idle.

/// `period_ms` 0 fires once. Returns an id, never 0.
uint64_t cnet_timer_start(cnet_loop *loop, uint64_t delay_ms, uint64_t period_ms, cnet_callback callback,
                          void *argument) CNET_NOEXCEPT;
/// False when the timer has fired for the last time or was cancelled before.
bool cnet_timer_cancel(cnet_loop *loop, uint64_t timer) CNET_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
