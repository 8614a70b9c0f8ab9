#include "cgzip.h"
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct cgzip {
    z_stream stream;
    size_t room;  // of the output, beyond what the stream knows of: it counts in unsigned int
    size_t written;
    int ended;
    int failed;
};

enum { gzip_framing = 16, window_bits = 15, memory_level = 8 };

cgzip *cgzip_new(int level) {
    cgzip *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    if (deflateInit2(&state->stream, level, Z_DEFLATED, window_bits + gzip_framing, memory_level, Z_DEFAULT_STRATEGY)
        == Z_OK)
        return state;
    free(state);
    return NULL;
}

void cgzip_free(cgzip *state) {
    if (!state) return;
    deflateEnd(&state->stream);
    free(state);
}

size_t cgzip_bound(cgzip *state, size_t length) { return deflateBound(&state->stream, length); }

void cgzip_begin(cgzip *state, void *out, size_t capacity) {
    state->failed = deflateReset(&state->stream) != Z_OK;
    state->stream.next_out = out;
    state->stream.avail_out = 0;
    state->room = capacity;
    state->written = 0;
    state->ended = 0;
}

void cgzip_extend(cgzip *state, void *out, size_t capacity) {
    state->stream.next_out = (unsigned char *)out + state->written;
    state->stream.avail_out = 0;
    state->room = capacity - state->written;
}

/// Runs deflate until it has taken its input, or ended, or the output is full.
static void run(cgzip *state, int flush) {
    z_stream *stream = &state->stream;
    while (!state->failed) {
        if (stream->avail_out == 0) {
            if (state->room == 0) return;
            stream->avail_out = state->room < UINT_MAX ? (unsigned)state->room : UINT_MAX;
            state->room -= stream->avail_out;
        }
        unsigned before = stream->avail_out;
        int status = deflate(stream, flush);
        state->written += before - stream->avail_out;
        if (status == Z_STREAM_END) {
            state->ended = 1;
            return;
        }
        if (status != Z_OK && status != Z_BUF_ERROR) break;
        if (flush == Z_NO_FLUSH && stream->avail_in == 0) return;
    }
    state->failed = 1;
}

size_t cgzip_add(cgzip *state, const void *start, size_t length) {
    const unsigned char *next = start;
    size_t left = length;
    while (left > 0) {
        unsigned some = left < UINT_MAX ? (unsigned)left : UINT_MAX;
        state->stream.next_in = (unsigned char *)next;
        state->stream.avail_in = some;
        run(state, Z_NO_FLUSH);
        if (state->failed) return length;
        unsigned taken = some - state->stream.avail_in;
        next += taken;
        left -= taken;
        if (taken < some) break;
    }
    return length - left;
}

size_t cgzip_end(cgzip *state) {
    state->stream.avail_in = 0;
    if (!state->ended) run(state, Z_FINISH);
    return state->ended && !state->failed ? state->written : 0;
}
