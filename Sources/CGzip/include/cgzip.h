#ifndef CGZIP_H
#define CGZIP_H
#include <stddef.h>

/// zlib's deflate in gzip's framing (RFC 1952). One state is used for one body after the other; it holds about 256 KiB.
typedef struct cgzip cgzip;

/// `level` as zlib has them, 1 the fastest to 9. NULL when there is no memory.
cgzip *cgzip_new(int level);
void cgzip_free(cgzip *state);
/// The most that a body of this many bytes can become.
size_t cgzip_bound(cgzip *state, size_t length);
/// Begins a body. What it becomes is written to `out`, which stays where it is until the end.
void cgzip_begin(cgzip *state, void *out, size_t capacity);
/// How many bytes were taken; fewer when the output is full, which is to be extended then.
size_t cgzip_add(cgzip *state, const void *start, size_t length);
/// Goes on in a larger output, which begins with what was written.
void cgzip_extend(cgzip *state, void *out, size_t capacity);
/// How many bytes were written; 0 when they do not fit: it may be called again after `cgzip_extend`.
size_t cgzip_end(cgzip *state);

#endif
