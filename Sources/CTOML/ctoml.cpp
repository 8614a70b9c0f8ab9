#include "ctoml.h"

// "[&" reaches an assertion of toml++ 3.3: it ends a debug build, and lets the compiler assume the opposite in a release
// build. Here a failed assertion is an exception in both.
struct failed_assertion {};
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : throw failed_assertion{})
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

struct ctoml_document {
    toml::table table;
    std::string message;
    std::vector<ctoml_token> tokens;
};

namespace {

// toml++ bounds nested values, but not the parts of a dotted key, and frees a table by recursion: a key of 30,000 parts
// ends the process. A key cannot span lines, so the dots of a line bound it.
constexpr size_t max_dots_per_line = 1000;
constexpr unsigned max_depth = 32;

// Finds what toml++ 3.3 must not see: besides such keys, letters beyond ASCII outside strings and comments, where no TOML
// allows them and toml++ runs into code that it declares unreachable (U+00A1 to U+0499).
struct scanner {
    enum class state { outside, comment, basic, literal, long_basic, long_literal };

    std::string_view text;
    size_t index = 0;
    size_t dots = 0;
    uint32_t line = 1, column = 1;
    state now = state::outside;
    const char *problem = nullptr;

    bool starts(std::string_view mark) const { return text.substr(index, mark.size()) == mark; }
    bool is_beyond_ascii() const { return index < text.size() && static_cast<unsigned char>(text[index]) >= 0x80; }

    void skip(size_t count = 1) {
        for (; count > 0 && index < text.size(); --count, ++index) {
            auto byte = static_cast<unsigned char>(text[index]);
            if (byte == '\n') {
                ++line;
                column = 1;
                dots = 0;
            } else if ((byte & 0xC0) != 0x80) {
                ++column;
            }
        }
    }

    // A quote opens a string, or closes the one that it opened. A long string may end with two quotes of its own.
    void quote(char mark, state line_string, state long_string) {
        std::string three(3, mark);
        if (now == state::outside) {
            now = starts(three) ? long_string : line_string;
            skip(now == long_string ? 3 : 1);
        } else if (now == line_string) {
            now = state::outside;
            skip();
        } else if (now == long_string && starts(three)) {
            now = state::outside;
            skip(3);
            for (int more = 0; more < 2 && starts({&mark, 1}); ++more) skip();
        } else {
            skip();
        }
    }

    // In a long string a backslash also continues the line: it swallows the white space behind it.
    void escape() {
        skip();
        size_t start = index;
        std::string_view space = " \t\r\n";
        if (now == state::long_basic)
            while (index < text.size() && space.find(text[index]) != space.npos) skip();
        if (is_beyond_ascii()) problem = "a letter beyond ASCII cannot follow a backslash";
        else if (index == start) skip();
    }

    bool find_problem() {
        if (starts("\xEF\xBB\xBF")) index = 3;
        while (!problem && index < text.size()) {
            char character = text[index];
            if (character == '\n' && now != state::long_basic && now != state::long_literal) now = state::outside;
            if (now == state::outside && is_beyond_ascii()) problem = "a letter beyond ASCII must stand in quotes";
            else if (now == state::outside && character == '.' && ++dots > max_dots_per_line) problem = "too many dots";
            else if (now == state::outside && character == '#') now = state::comment;
            else if (now == state::comment) skip();
            else if (character == '"') quote('"', state::basic, state::long_basic);
            else if (character == '\'') quote('\'', state::literal, state::long_literal);
            else if (character == '\\' && (now == state::basic || now == state::long_basic)) escape();
            else skip();
        }
        return problem;
    }
};

// The place of a section's name that begins with what no name may begin with: where that assertion fails.
toml::source_position find_bad_section(std::string_view text) {
    toml::source_position place{1, 1};
    for (size_t start = 0; start < text.size(); ++place.line) {
        auto line = text.substr(start, text.find('\n', start) - start);
        auto name = line.find_first_not_of(" \t");
        for (int brackets = 0; brackets < 2 && name != line.npos && line[name] == '['; ++brackets) {
            name = line.find_first_not_of(" \t", name + 1);
            if (name == line.npos || line[name] == '[') continue;
            auto first = static_cast<unsigned char>(line[name]);
            if (std::isalnum(first) || std::string_view("_-\"']").find(line[name]) != std::string_view::npos) break;
            place.column = static_cast<toml::source_index>(name + 1);
            return place;
        }
        start += line.size() + 1;
    }
    return {1, 1};
}

struct writer {
    std::vector<ctoml_token> &tokens;

    ctoml_token &add(ctoml_kind kind, const toml::source_region &source) {
        ctoml_token token{};
        token.kind = static_cast<uint8_t>(kind);
        token.line = source.begin.line;
        token.column = source.begin.column;
        tokens.push_back(token);
        return tokens.back();
    }

    void add(ctoml_kind kind, const toml::source_region &source, std::string_view text) {
        auto &token = add(kind, source);
        token.text = text.data();
        token.length = text.size();
    }

    bool write(const toml::node &node, unsigned depth) {
        if (depth > max_depth) return false;
        const auto &source = node.source();
        if (auto table = node.as_table()) {
            add(CTOML_TABLE, source);
            for (auto &&[key, value] : *table) {
                add(CTOML_KEY, key.source(), key.str());
                if (!write(value, depth + 1)) return false;
            }
            add(CTOML_END, source);
        } else if (auto array = node.as_array()) {
            add(CTOML_ARRAY, source);
            for (auto &&value : *array)
                if (!write(value, depth + 1)) return false;
            add(CTOML_END, source);
        } else if (auto text = node.as_string()) {
            add(CTOML_STRING, source, text->get());
        } else if (auto integer = node.as_integer()) {
            add(CTOML_INTEGER, source).integer = integer->get();
        } else if (auto real = node.as_floating_point()) {
            add(CTOML_FLOAT, source).real = real->get();
        } else if (auto flag = node.as_boolean()) {
            add(CTOML_BOOLEAN, source).integer = flag->get() ? 1 : 0;
        } else {
            add(CTOML_DATE_TIME, source);
        }
        return true;
    }
};

ctoml_status fail(ctoml_document &document, ctoml_status status, std::string_view message, uint32_t line, uint32_t column) {
    document.message = message;
    document.tokens.clear();
    ctoml_token token{};
    token.line = std::max(line, 1u);
    token.column = std::max(column, 1u);
    token.text = document.message.data();
    token.length = document.message.size();
    document.tokens.push_back(token);
    return status;
}

}  // namespace

extern "C" {

ctoml_status ctoml_parse(const char *bytes, size_t length, ctoml_document **result) noexcept {
    *result = nullptr;
    try {
        auto document = new ctoml_document;
        *result = document;
        std::string_view text(bytes, length);
        scanner scanner{text};
        if (scanner.find_problem())
            return fail(*document, CTOML_SYNTAX, scanner.problem, scanner.line, scanner.column);
        try {
            document->table = toml::parse(text);
        } catch (const toml::parse_error &error) {
            auto begin = error.source().begin;
            return fail(*document, CTOML_SYNTAX, error.description(), begin.line, begin.column);
        } catch (const failed_assertion &) {
            auto place = find_bad_section(text);
            return fail(*document, CTOML_SYNTAX, "expected the name of a section", place.line, place.column);
        }
        if (!writer{document->tokens}.write(document->table, 0))
            return fail(*document, CTOML_TOO_DEEP, "nested too deeply", document->tokens.back().line,
                        document->tokens.back().column);
        return CTOML_OK;
    } catch (...) {
        return CTOML_NO_MEMORY;
    }
}

size_t ctoml_tokens(const ctoml_document *document, const ctoml_token **tokens) noexcept {
    *tokens = document->tokens.data();
    return document->tokens.size();
}

void ctoml_free(ctoml_document *document) noexcept { delete document; }

}
