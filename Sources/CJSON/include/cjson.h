#ifndef CJSON_H
#define CJSON_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// JSON text to a flat list of tokens in document order, over simdjson's on-demand parser (RFC 8259, UTF-8 checked).
typedef struct cjson_parser cjson_parser;

typedef enum cjson_kind {
    CJSON_NULL, CJSON_FALSE, CJSON_TRUE,
    CJSON_NUMBER,       // text: as written
    CJSON_STRING,       // text: unescaped
    CJSON_KEY,          // text: unescaped; the member's value follows
    CJSON_ARRAY, CJSON_OBJECT, CJSON_END,
} cjson_kind;

typedef struct cjson_token {
    uint8_t kind;
    const char *text;   // into memory of the parser, valid until its next parse
    size_t length;
} cjson_token;

typedef enum cjson_status {
    CJSON_OK, CJSON_SYNTAX, CJSON_TOO_DEEP, CJSON_INVALID_UTF8, CJSON_TRAILING, CJSON_NO_MEMORY,
} cjson_status;

cjson_parser *cjson_parser_new(void);
void cjson_parser_free(cjson_parser *parser);

/// Parses `length` bytes (they are copied, so they need no padding). On failure `error_offset` is the byte at or
/// before which the fault lies.
cjson_status cjson_parse(cjson_parser *parser, const char *bytes, size_t length, uint32_t max_depth,
                         const cjson_token **tokens, size_t *token_count, size_t *error_offset);

#ifdef __cplusplus
}
#endif
#endif
