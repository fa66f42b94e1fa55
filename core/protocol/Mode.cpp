#include "Mode.h"

#include <QJsonValue>
#include <QString>

namespace tickgate {

namespace {

bool equalsIgnoringCase(std::string_view part, std::string_view upper) noexcept
{
    if (part.size() != upper.size())
        return false;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const char c = part[i];
        if ((c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) != upper[i])
            return false;
    }
    return true;
}

} // namespace

std::string_view modeLabel(Mode mode) noexcept
{
    switch (mode) {
    case Mode::Ltp:
        return "LTP";
    case Mode::Quote:
        return "Quote";
    case Mode::Depth:
        break;
    }
    return "Depth";
}

std::optional<Mode> modeFromJson(const QJsonValue &value)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        for (const Mode mode : {Mode::Ltp, Mode::Quote, Mode::Depth}) {
            if (number == modeNumber(mode))
                return mode;
        }
        return std::nullopt;
    }
    if (value.isString())
        return modeFromTopicPart(value.toString().trimmed().toStdString());
    return std::nullopt;
}

std::optional<Mode> modeFromTopicPart(std::string_view part) noexcept
{
    if (equalsIgnoringCase(part, "LTP"))
        return Mode::Ltp;
    if (equalsIgnoringCase(part, "QUOTE"))
        return Mode::Quote;
    if (equalsIgnoringCase(part, "DEPTH"))
        return Mode::Depth;
    return std::nullopt;
}

} // namespace tickgate
