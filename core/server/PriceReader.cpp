#include "PriceReader.h"

#include <simdjson.h>

#include <string>

namespace tickgate {

struct PriceReader::Parser
{
    simdjson::ondemand::parser onDemand;
    std::string text; ///< of the payload and what simdjson wants to be able to read behind it
};

PriceReader::PriceReader()
    : m_parser(std::make_unique<Parser>())
{}

PriceReader::~PriceReader() = default;

std::optional<double> PriceReader::read(std::string_view payload)
{
    std::string &text = m_parser->text;
    text.assign(payload).append(simdjson::SIMDJSON_PADDING, ' ');
    simdjson::ondemand::document tick;
    simdjson::ondemand::object members;
    if (m_parser->onDemand.iterate(text.data(), payload.size(), text.size()).get(tick) != simdjson::SUCCESS ||
        tick.get_object().get(members) != simdjson::SUCCESS)
        return std::nullopt;
    for (const char *name : {"ltp", "last_price", "price"}) {
        double price = 0;
        if (members.find_field_unordered(name).get_double().get(price) == simdjson::SUCCESS)
            return price;
    }
    return std::nullopt;
}

} // namespace tickgate
