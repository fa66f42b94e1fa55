#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace tickgate {

/// The last traded price in a tick's payload, as OpenAlgo's publishers name it: "ltp", "last_price" or "price",
/// whichever comes first in this order with a number. Reads no further than it has to and reuses its memory: 5,000
/// symbols in DEPTH cost the hub some milliseconds instead of some tens when the Symbols page is filled. One thread.
class PriceReader
{
public:
    PriceReader();
    ~PriceReader();

    [[nodiscard]] std::optional<double> read(std::string_view payload);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace tickgate
