#include "JsonCheck.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace tickgate {

namespace {

/// RFC 8259 6.
bool isJsonNumber(std::string_view token) noexcept
{
    std::size_t i = 0;
    const auto at = [token](std::size_t index) { return index < token.size() ? token[index] : '\0'; };
    const auto skipDigits = [&i, &at] {
        const std::size_t first = i;
        while (at(i) >= '0' && at(i) <= '9')
            ++i;
        return i > first;
    };
    i += at(i) == '-' ? 1 : 0;
    if (at(i) == '0')
        ++i;
    else if (!skipDigits())
        return false;
    if (at(i) == '.' && (++i, !skipDigits()))
        return false;
    if (at(i) == 'e' || at(i) == 'E') {
        ++i;
        i += at(i) == '+' || at(i) == '-' ? 1 : 0;
        if (!skipDigits())
            return false;
    }
    return i == token.size();
}

/// Copies text. Outside of strings, nullLength(rest) says how much of the rest is to become null and keptLength(rest)
/// how much goes over as it is. Nothing when there was nothing to replace.
template <typename NullLength, typename KeptLength>
std::optional<std::string> withNulls(std::string_view text, NullLength nullLength, KeptLength keptLength)
{
    // Filled where it is returned from: GCC 12 for Windows sees an overrun in moving a string into an optional.
    std::optional<std::string> result(std::in_place);
    std::string &out = *result;
    out.reserve(text.size() + JsonCheck::padding());
    bool inString = false;
    bool replaced = false;
    while (!text.empty()) {
        std::size_t taken = 1;
        if (inString) {
            taken = text.front() == '\\' && text.size() > 1 ? 2 : 1;
            inString = text.front() != '"';
            out += text.substr(0, taken);
        } else if (const std::size_t length = nullLength(text); length > 0) {
            taken = length;
            replaced = true;
            out += "null";
        } else {
            taken = keptLength(text);
            inString = text.front() == '"';
            out += text.substr(0, taken);
        }
        text.remove_prefix(taken);
    }
    if (!replaced)
        return std::nullopt;
    out.reserve(out.size() + JsonCheck::padding());
    return result;
}

std::size_t numberLikeLength(std::string_view text) noexcept
{
    if (text.front() != '-' && (text.front() < '0' || text.front() > '9'))
        return 0;
    return std::min(text.find_first_not_of("+-.0123456789Ee"), text.size());
}

/// JSON sets numbers no bounds, but simdjson refuses those beyond 64 bits or a double: with null in their place it
/// judges the rest.
std::optional<std::string> withoutHugeNumbers(std::string_view text)
{
    constexpr std::size_t kAlwaysFits = 18;
    return withNulls(
        text,
        [](std::string_view rest) {
            const std::string_view token = rest.substr(0, numberLikeLength(rest));
            const bool huge = token.size() > kAlwaysFits || token.find_first_of("eE") != std::string_view::npos;
            return huge && isJsonNumber(token) ? token.size() : 0;
        },
        [](std::string_view rest) { return std::max<std::size_t>(1, numberLikeLength(rest)); });
}

} // namespace

struct JsonCheck::Parser
{
    simdjson::dom::parser dom;
};

JsonCheck::JsonCheck()
    : m_parser(std::make_unique<Parser>())
{}

JsonCheck::~JsonCheck() = default;

std::size_t JsonCheck::padding() noexcept
{
    return simdjson::SIMDJSON_PADDING;
}

bool JsonCheck::isValid(std::string_view text)
{
    if (m_parser->dom.parse(text.data(), text.size(), false).error() == simdjson::SUCCESS)
        return true;
    const auto plain = withoutHugeNumbers(text);
    return plain && m_parser->dom.parse(plain->data(), plain->size(), true).error() == simdjson::SUCCESS;
}

std::optional<std::string> JsonCheck::repaired(std::string_view text)
{
    using namespace std::string_view_literals;
    static constexpr std::array names{"NaN"sv, "Infinity"sv, "-Infinity"sv};

    auto out = withNulls(
        text,
        [](std::string_view rest) -> std::size_t {
            for (const std::string_view name : names) {
                if (rest.starts_with(name))
                    return name.size();
            }
            return 0;
        },
        [](std::string_view) { return std::size_t{1}; });
    return out && isValid(*out) ? out : std::nullopt;
}

std::optional<std::string> JsonCheck::userId(std::string_view text)
{
    simdjson::dom::element document;
    if (m_parser->dom.parse(text.data(), text.size(), true).get(document) != simdjson::SUCCESS) {
        const auto plain = withoutHugeNumbers(text);
        if (!plain || m_parser->dom.parse(plain->data(), plain->size(), true).get(document) != simdjson::SUCCESS)
            return std::nullopt;
    }
    simdjson::dom::element value;
    if (document["user_id"].get(value) != simdjson::SUCCESS)
        return std::nullopt;
    std::string_view name;
    if (value.get(name) == simdjson::SUCCESS)
        return name.empty() ? std::nullopt : std::optional(std::string(name));
    std::int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS)
        return std::to_string(number);
    return std::nullopt;
}

} // namespace tickgate
