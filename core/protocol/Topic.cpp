#include "Topic.h"

#include "core/protocol/Utf8.h"

#include <algorithm>
#include <array>

namespace tickgate {

namespace {

using namespace std::string_view_literals;

constexpr std::array kExchanges{"NSE"sv, "BSE"sv, "NFO"sv,   "BFO"sv,    "CDS"sv,    "BCD"sv,
                                "MCX"sv, "NCO"sv, "NCDEX"sv, "CRYPTO"sv, "DELTAIN"sv};
constexpr std::array kIndexExchanges{"NSE_INDEX"sv, "BSE_INDEX"sv, "MCX_INDEX"sv, "GLOBAL_INDEX"sv};

/// Length of the exchange that text begins with, together with the '_' behind it; 0 when there is none.
std::size_t leadingExchange(std::string_view text) noexcept
{
    for (const std::string_view index : kIndexExchanges) {
        if (text.size() > index.size() && text[index.size()] == '_' && text.starts_with(index))
            return index.size() + 1;
    }
    const std::size_t underscore = text.find('_');
    if (underscore == std::string_view::npos || underscore == 0)
        return 0;
    const std::string_view first = text.substr(0, underscore);
    return std::find(kExchanges.begin(), kExchanges.end(), first) == kExchanges.end() ? 0 : underscore + 1;
}

Topic parseInvalidation(std::string_view rest) noexcept
{
    Topic topic;
    const std::size_t underscore = rest.find('_');
    if (underscore == std::string_view::npos || underscore + 1 == rest.size())
        return topic;
    const std::string_view scope = rest.substr(0, underscore);
    if (scope == "AUTH"sv)
        topic.scope = InvalidateScope::Auth;
    else if (scope == "FEED"sv)
        topic.scope = InvalidateScope::Feed;
    else if (scope == "ALL"sv)
        topic.scope = InvalidateScope::All;
    else
        return topic;
    topic.kind = TopicKind::CacheInvalidate;
    topic.user = rest.substr(underscore + 1);
    return topic;
}

Topic parseMarketData(std::string_view text) noexcept
{
    Topic topic;
    const std::size_t last = text.rfind('_');
    if (last == std::string_view::npos)
        return topic;
    const auto mode = modeFromTopicPart(text.substr(last + 1));
    if (!mode)
        return topic;

    std::string_view body = text.substr(0, last); // EXCHANGE_SYMBOL, or BROKER_EXCHANGE_SYMBOL from older publishers
    std::size_t exchange = leadingExchange(body);
    if (exchange == 0) {
        const std::size_t underscore = body.find('_');
        if (underscore == std::string_view::npos || underscore == 0)
            return topic;
        exchange = leadingExchange(body.substr(underscore + 1));
        if (exchange == 0)
            return topic;
        topic.broker = body.substr(0, underscore);
        body.remove_prefix(underscore + 1);
    }
    topic.exchange = body.substr(0, exchange - 1);
    topic.symbol = body.substr(exchange);
    topic.mode = *mode;
    if (topic.symbol.empty() || !isPrintableUtf8(topic.symbol) || !isPrintableUtf8(topic.broker))
        return Topic{};
    topic.kind = TopicKind::MarketData;
    return topic;
}

} // namespace

bool isKnownExchange(std::string_view exchange) noexcept
{
    return std::find(kExchanges.begin(), kExchanges.end(), exchange) != kExchanges.end() ||
           std::find(kIndexExchanges.begin(), kIndexExchanges.end(), exchange) != kIndexExchanges.end();
}

Topic parseTopic(std::string_view topic) noexcept
{
    constexpr auto invalidate = "CACHE_INVALIDATE_"sv;
    if (topic.starts_with(invalidate))
        return parseInvalidation(topic.substr(invalidate.size()));

    Topic result;
    if (topic.ends_with("_orders"sv)) {
        result.kind = TopicKind::Orders;
        return result;
    }
    if (topic.ends_with("_positions"sv) || topic.ends_with("_margins"sv)) {
        result.kind = TopicKind::Private;
        return result;
    }
    return parseMarketData(topic);
}

} // namespace tickgate
