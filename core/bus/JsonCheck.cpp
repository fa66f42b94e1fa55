#include "JsonCheck.h"

#include <QByteArray>
#include <QJsonDocument>

#include <simdjson.h>

#include <array>

namespace tickgate {

namespace {

/// simdjson refuses integers beyond 64 bits, which JSON allows; Qt's parser settles those rare payloads.
bool isValidForQt(std::string_view text)
{
    return !QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()))).isNull();
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
    const simdjson::error_code error = m_parser->dom.parse(text.data(), text.size(), false).error();
    if (error == simdjson::NUMBER_ERROR)
        return isValidForQt(text);
    return error == simdjson::SUCCESS;
}

std::optional<std::string> JsonCheck::repaired(std::string_view text)
{
    using namespace std::string_view_literals;
    static constexpr std::array names{"NaN"sv, "Infinity"sv, "-Infinity"sv};

    std::string out;
    out.reserve(text.size() + padding());
    bool inString = false;
    bool replaced = false;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (inString) {
            const std::size_t taken = c == '\\' && i + 1 < text.size() ? 2 : 1;
            out += text.substr(i, taken);
            i += taken;
            inString = c != '"';
            continue;
        }
        std::string_view found;
        for (const std::string_view name : names) {
            if (text.substr(i).starts_with(name))
                found = name;
        }
        if (found.empty()) {
            inString = c == '"';
            out += c;
            ++i;
        } else {
            out += "null";
            i += found.size();
            replaced = true;
        }
    }
    if (!replaced)
        return std::nullopt;
    out.reserve(out.size() + padding());
    return isValid(out) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> JsonCheck::userId(std::string_view text)
{
    simdjson::dom::element value;
    if (m_parser->dom.parse(text.data(), text.size(), true)["user_id"].get(value) != simdjson::SUCCESS)
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
