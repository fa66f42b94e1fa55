#pragma once

#include "core/metrics/ExchangeHours.h"

#include <QString>

namespace tickgate {

/// The two files of the configuration folder in which the user changes when exchanges trade: exchange_hours.txt and
/// holidays.txt. Both may be missing. Plain values; every function blocks on files: never on the GUI thread.
struct ExchangeHoursFiles
{
    QString hours;    ///< text of exchange_hours.txt
    QString holidays; ///< text of holidays.txt

    /// What the folder holds; where there is no hours file, the built-in table as text to begin with.
    [[nodiscard]] static ExchangeHoursFiles read(const QString &configDir);
    /// Empty when done, else what went wrong. An empty text takes its file away.
    [[nodiscard]] QString write(const QString &configDir) const;

    /// The built-in table changed by these texts.
    [[nodiscard]] ExchangeHours applied() const;
    /// One sentence for each line that is not understood. Pure.
    [[nodiscard]] QStringList problems() const;

    bool operator==(const ExchangeHoursFiles &) const = default;
};

/// read() and applied() at once; lines that are not understood are logged.
[[nodiscard]] ExchangeHours loadExchangeHours(const QString &configDir);

} // namespace tickgate
