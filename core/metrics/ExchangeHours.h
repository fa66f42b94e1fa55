#pragma once

#include <QDate>
#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QTime>

#include <chrono>
#include <optional>

namespace tickgate {

/// When each exchange trades, in Indian time: so that silence outside the session alarms nobody. A plain value with a
/// built-in weekly table, lines of text that change it, and a list of holidays. Pure: the caller says what time it is.
///
/// A line of hours is `NSE Mon-Fri 09:15-15:30`, `CRYPTO always` or `GLOBAL_INDEX never`; `winter 23:55` behind the
/// times is another close while the United States are on winter time. A line of holidays is `2026-01-26` or `2026-01-26
/// NSE BSE`. Blank lines and what follows a # are skipped.
class ExchangeHours
{
public:
    /// The built-in table.
    ExchangeHours();

    struct Window
    {
        bool always = false;
        quint8 days = 0; ///< bit 0 is Monday
        QTime open;
        QTime close;       ///< the first moment that is outside again
        QTime winterClose; ///< the same while the United States are on winter time; invalid where that is no matter

        [[nodiscard]] QTime closeOn(QDate date) const;
        bool operator==(const Window &) const = default;
    };

    /// Each returns the lines that could not be read, with their numbers; the rest is taken.
    [[nodiscard]] QStringList readHours(const QString &text);
    [[nodiscard]] QStringList readHolidays(const QString &text);

    /// Unknown exchanges are never open: their silence means nothing to us.
    [[nodiscard]] bool isOpen(const QString &exchange, const QDateTime &at) const;
    /// How long the present session has lasted; nothing while the exchange is closed, a day for those always open.
    [[nodiscard]] std::optional<std::chrono::seconds> openFor(const QString &exchange, const QDateTime &at) const;
    /// The next opening within two weeks, in Indian time; invalid when there is none.
    [[nodiscard]] QDateTime nextOpening(const QString &exchange, const QDateTime &at) const;

    [[nodiscard]] QStringList exchanges() const;
    [[nodiscard]] QString toText() const;

    bool operator==(const ExchangeHours &) const = default;

private:
    [[nodiscard]] bool isHoliday(const QString &exchange, QDate date) const;

    QHash<QString, Window> m_windows;
    QHash<QDate, QSet<QString>> m_holidays; ///< an empty set closes all but those always open
};

} // namespace tickgate
