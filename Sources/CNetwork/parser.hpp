// One HTTP/1.1 request, read with Beast's parser into buffers that the session reuses.
#pragma once
#include "cnetwork.h"
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>
#include <vector>

struct cnet_request {
    struct Field {
        boost::beast::http::field known;
        uint32_t name, name_length, value, value_length;  // offsets into `text`
    };

    std::string text;  // method, target and fields, one after the other
    uint32_t method_length = 0;
    uint32_t target_length = 0;
    std::vector<Field> fields;
    std::string body;
    boost::beast::http::verb verb{};
    unsigned version = 11;
    cnet_peer peer{};  // of the connection

    void reset();
    /// Gives a big body's memory back.
    void release_body();
    const Field *find(boost::beast::http::field known) const;
    std::string_view value(const Field &field) const { return {text.data() + field.value, field.value_length}; }
};

namespace network {

namespace http = boost::beast::http;
using boost::beast::string_view;

class Parser final : public http::basic_parser<true> {
public:
    Parser(cnet_request &request, uint32_t maximum_fields, uint32_t header_bytes, uint64_t body_bytes);

    bool too_many_fields = false;

private:
    using error_code = boost::system::error_code;
    void on_request_impl(http::verb, string_view method, string_view target, int version, error_code &) override;
    void on_response_impl(int, string_view, int, error_code &) override {}
    void on_field_impl(http::field, string_view name, string_view value, error_code &) override;
    void on_header_impl(error_code &) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, error_code &) override;
    std::size_t on_body_impl(string_view piece, error_code &) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code &) override;
    void on_finish_impl(error_code &) override;

    cnet_request &request_;
    uint32_t maximum_fields_;
    bool header_done_ = false;
};

} // namespace network
