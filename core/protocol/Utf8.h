#pragma once

#include <string_view>

namespace tickgate {

/// Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF) without control characters.
[[nodiscard]] bool isPrintableUtf8(std::string_view text) noexcept;

} // namespace tickgate
