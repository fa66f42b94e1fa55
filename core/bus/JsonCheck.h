#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tickgate {

/// Validates payloads as UTF-8 JSON (simdjson), reusing its memory. Bridge thread only.
class JsonCheck
{
public:
    JsonCheck();
    ~JsonCheck();

    /// How many readable bytes have to follow the text; their values do not matter.
    static std::size_t padding() noexcept;

    /// text must lie in memory that goes on for padding() bytes.
    [[nodiscard]] bool isValid(std::string_view text);

    /// The text with bare NaN, Infinity and -Infinity (as Python's json writes them) replaced by null; nothing when
    /// there was none, or when it is still no valid JSON.
    [[nodiscard]] std::optional<std::string> repaired(std::string_view text);

    /// The string or number in the top-level member "user_id" of a valid object, as text.
    [[nodiscard]] std::optional<std::string> userId(std::string_view text);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace tickgate
