#include "parser.hpp"
#include <boost/beast/http/error.hpp>
#include <algorithm>

using namespace network;

namespace {
constexpr std::size_t padding = 64;          // simdjson reads this far beyond the end
constexpr std::size_t first_reserve = 16384; // a client that only promises a big body costs no more than this
constexpr std::size_t kept_capacity = 16384 + padding;
} // namespace

void cnet_request::reset() {
    text.clear();
    fields.clear();
    method_length = target_length = 0;
    release_body();
}

void cnet_request::release_body() {
    if (body.capacity() > kept_capacity) std::string().swap(body);
    body.clear();
}

const cnet_request::Field *cnet_request::find(http::field known) const {
    for (auto &field : fields)
        if (field.known == known) return &field;
    return nullptr;
}

Parser::Parser(cnet_request &request, uint32_t maximum_fields, uint32_t header_bytes, uint64_t body_bytes)
    : request_(request), maximum_fields_(maximum_fields) {
    eager(true);
    header_limit(header_bytes);
    body_limit(body_bytes);
    request_.reset();
}

void Parser::on_request_impl(http::verb verb, string_view method, string_view target, int version, error_code &) {
    request_.verb = verb;
    request_.version = static_cast<unsigned>(version);
    request_.method_length = static_cast<uint32_t>(method.size());
    request_.target_length = static_cast<uint32_t>(target.size());
    request_.text.append(method.data(), method.size()).append(target.data(), target.size());
}

void Parser::on_field_impl(http::field known, string_view name, string_view value, error_code &ec) {
    // Trailers are parsed and dropped: an Authorization after the body must not count.
    if (header_done_) return;
    if (request_.fields.size() >= maximum_fields_) {
        too_many_fields = true;
        ec = http::error::header_limit;
        return;
    }
    auto at = static_cast<uint32_t>(request_.text.size());
    auto name_length = static_cast<uint32_t>(name.size());
    request_.text.append(name.data(), name.size()).append(value.data(), value.size());
    request_.fields.push_back({known, at, name_length, at + name_length, static_cast<uint32_t>(value.size())});
}

void Parser::on_header_impl(error_code &) { header_done_ = true; }

void Parser::on_body_init_impl(const boost::optional<std::uint64_t> &length, error_code &) {
    if (length) request_.body.reserve(std::min<std::size_t>(*length, first_reserve) + padding);
}

std::size_t Parser::on_body_impl(string_view piece, error_code &) {
    request_.body.append(piece.data(), piece.size());
    return piece.size();
}

std::size_t Parser::on_chunk_body_impl(std::uint64_t, string_view piece, error_code &) {
    request_.body.append(piece.data(), piece.size());
    return piece.size();
}

void Parser::on_finish_impl(error_code &) {
    request_.body.reserve(request_.body.size() + padding);
}
