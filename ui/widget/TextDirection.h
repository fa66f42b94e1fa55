#pragma once

#include <QString>

namespace tickgate {

/// The text for drawing on a right-to-left screen: it keeps the direction of its own words, so that "3 h 41 m" or an
/// address is not turned round. Zero-width marks do it; left to right nothing is changed. Pure.
[[nodiscard]] inline QString inOwnDirection(const QString &text, Qt::LayoutDirection screen)
{
    if (screen != Qt::RightToLeft || text.isEmpty())
        return text;
    return QChar(0x2068) + text + QChar(0x2069);
}

} // namespace tickgate
