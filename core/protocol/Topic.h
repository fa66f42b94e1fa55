#pragma once

#include "core/protocol/Mode.h"

#include <string_view>

namespace tickgate {

enum class TopicKind
{
    MarketData,      ///< exchange, symbol and mode are set, broker where an older publisher prefixed one
    Orders,          ///< the user is in the payload, never in the topic
    Private,         ///< positions, margins: never forwarded
    CacheInvalidate, ///< user and scope are set
    Unknown,
};

enum class InvalidateScope
{
    Auth,
    Feed,
    All
};

/// A parsed bus topic (PROTOCOL, Bus). The views point into the topic that was parsed.
struct Topic
{
    TopicKind kind = TopicKind::Unknown;
    std::string_view broker; ///< empty for current publishers
    std::string_view exchange;
    std::string_view symbol; ///< printable UTF-8, may contain '_'
    Mode mode = Mode::Ltp;
    InvalidateScope scope = InvalidateScope::All;
    std::string_view user;
};

/// Pure; reads each byte a constant number of times, never throws, whatever the bytes.
[[nodiscard]] Topic parseTopic(std::string_view topic) noexcept;

/// NSE, NFO, NSE_INDEX, ...: the exchanges that the bus may name.
[[nodiscard]] bool isKnownExchange(std::string_view exchange) noexcept;

} // namespace tickgate
