#include "cjson.h"

#include <simdjson.h>

#include <new>
#include <string>
#include <vector>

using namespace simdjson;

struct cjson_parser {
    ondemand::parser parser;
    std::string text;
    std::vector<cjson_token> tokens;
};

namespace {

struct walker {
    std::vector<cjson_token> &tokens;
    uint32_t max_depth;
    size_t top_values = 0;

    void add(cjson_kind kind, std::string_view text = {}) {
        tokens.push_back({static_cast<uint8_t>(kind), text.data(), text.size()});
    }

    // simdjson's raw token runs to the next structural character, so a number brings its trailing white space along.
    static std::string_view trimmed(std::string_view text) {
        while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
            text.remove_suffix(1);
        return text;
    }

    // On-demand parsing checks a number only when it is read as one, and refuses those beyond 64 bits, which are
    // valid JSON: so the grammar is checked here.
    static bool is_number(std::string_view text) {
        size_t i = 0;
        auto digits = [&] {
            size_t start = i;
            while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
            return i - start;
        };
        if (i < text.size() && text[i] == '-') ++i;
        if (i < text.size() && text[i] == '0') ++i;
        else if (digits() == 0) return false;
        if (i < text.size() && text[i] == '.') {
            ++i;
            if (digits() == 0) return false;
        }
        if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
            ++i;
            if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
            if (digits() == 0) return false;
        }
        return i == text.size();
    }

    cjson_status scalar(ondemand::value &value, ondemand::json_type type) {
        if (type == ondemand::json_type::string) {
            std::string_view text;
            if (value.get_string().get(text)) return CJSON_SYNTAX;
            add(CJSON_STRING, text);
            return CJSON_OK;
        }
        auto raw = trimmed(value.raw_json_token());
        if (type == ondemand::json_type::number) {
            if (!is_number(raw)) return CJSON_SYNTAX;
            add(CJSON_NUMBER, raw);
        } else if (raw == "true") add(CJSON_TRUE);
        else if (raw == "false") add(CJSON_FALSE);
        else if (raw == "null") add(CJSON_NULL);
        else return CJSON_SYNTAX;
        return CJSON_OK;
    }

    cjson_status walk(ondemand::value value, uint32_t depth) {
        ondemand::json_type type;
        if (value.type().get(type)) return CJSON_SYNTAX;
        if (type != ondemand::json_type::array && type != ondemand::json_type::object) return scalar(value, type);
        if (depth >= max_depth) return CJSON_TOO_DEEP;
        if (type == ondemand::json_type::array) {
            ondemand::array array;
            if (value.get_array().get(array)) return CJSON_SYNTAX;
            add(CJSON_ARRAY);
            auto status = elements(array, depth);
            add(CJSON_END);
            return status;
        }
        ondemand::object object;
        if (value.get_object().get(object)) return CJSON_SYNTAX;
        return members(object, depth);
    }

    cjson_status elements(ondemand::array &array, uint32_t depth) {
        for (auto element : array) {
            ondemand::value value;
            if (element.get(value)) return CJSON_SYNTAX;
            auto status = walk(value, depth + 1);
            if (status != CJSON_OK) return status;
            if (depth == 0) ++top_values;
        }
        return CJSON_OK;
    }

    cjson_status members(ondemand::object &object, uint32_t depth) {
        add(CJSON_OBJECT);
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (field.unescaped_key().get(key)) return CJSON_SYNTAX;
            add(CJSON_KEY, key);
            if (field.value().get(value)) return CJSON_SYNTAX;
            auto status = walk(value, depth + 1);
            if (status != CJSON_OK) return status;
        }
        add(CJSON_END);
        return CJSON_OK;
    }
};

}  // namespace

extern "C" {

cjson_parser *cjson_parser_new(void) {
    try {
        return new (std::nothrow) cjson_parser;
    } catch (...) {
        return nullptr;
    }
}

void cjson_parser_free(cjson_parser *parser) { delete parser; }

cjson_status cjson_parse(cjson_parser *parser, const char *bytes, size_t length, uint32_t max_depth,
                         const cjson_token **tokens, size_t *token_count, size_t *error_offset) {
    try {
        *error_offset = 0;
        parser->tokens.clear();
        // The text is read as the one element of an array: on-demand parsing accepts text after a lone scalar.
        auto &text = parser->text;
        text.clear();
        text.reserve(length + 2 + SIMDJSON_PADDING);
        text.append("[").append(bytes, length).append("]");
        ondemand::document document;
        auto error = parser->parser.iterate(padded_string_view(text.data(), text.size(), text.capacity())).get(document);
        if (error == UTF8_ERROR) return CJSON_INVALID_UTF8;
        ondemand::array values;
        if (error || document.get_array().get(values)) return CJSON_SYNTAX;
        walker walker{parser->tokens, max_depth};
        auto status = walker.elements(values, 0);
        const char *location = nullptr;
        bool has_more = !document.current_location().get(location);
        if (location > text.data() && location <= text.data() + length)
            *error_offset = static_cast<size_t>(location - text.data() - 1);
        if (status != CJSON_OK) return status;
        if (walker.top_values == 0) return CJSON_SYNTAX;
        if (walker.top_values > 1 || has_more) return CJSON_TRAILING;
        *tokens = parser->tokens.data();
        *token_count = parser->tokens.size();
        return CJSON_OK;
    } catch (...) {
        return CJSON_NO_MEMORY;
    }
}

}
