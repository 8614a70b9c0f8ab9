#ifndef CTOML_H
#define CTOML_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#define CTOML_NOEXCEPT noexcept
extern "C" {
#else
#define CTOML_NOEXCEPT
#endif

/// TOML text to a flat list of tokens, each with its place, over toml++ (TOML 1.0). Keys of a table come in byte order,
/// not in the order of the text.
typedef struct ctoml_document ctoml_document;

typedef enum ctoml_kind {
    CTOML_STRING,       // text
    CTOML_INTEGER,      // integer
    CTOML_FLOAT,        // real
    CTOML_BOOLEAN,      // integer: 0 or 1
    CTOML_DATE_TIME,    // a date, a time, or both
    CTOML_KEY,          // text; the value follows
    CTOML_ARRAY, CTOML_TABLE, CTOML_END,
} ctoml_kind;

typedef struct ctoml_token {
    uint8_t kind;
    uint32_t line, column;   // from 1; the column counts characters
    const char *text;        // into memory of the document
    size_t length;
    int64_t integer;
    double real;
} ctoml_token;

typedef enum ctoml_status { CTOML_OK, CTOML_SYNTAX, CTOML_TOO_DEEP, CTOML_NO_MEMORY } ctoml_status;

/// Parses `length` bytes. The document must be freed, also after a failure: then its one token is the error, with the
/// message as text.
ctoml_status ctoml_parse(const char *bytes, size_t length, ctoml_document **document) CTOML_NOEXCEPT;
size_t ctoml_tokens(const ctoml_document *document, const ctoml_token **tokens) CTOML_NOEXCEPT;
void ctoml_free(ctoml_document *document) CTOML_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
