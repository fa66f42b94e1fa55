#include "ExchangeHours.h"

#include "Format.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace tickgate {

namespace {

constexpr quint8 kWeekdays = 0b0011111;
const std::array<QLatin1String, 7> kDayNames{QLatin1String("Mon"), QLatin1String("Tue"), QLatin1String("Wed"),
                                             QLatin1String("Thu"), QLatin1String("Fri"), QLatin1String("Sat"),
                                             QLatin1String("Sun")};

int dayIndex(const QString &name)
{
    for (std::size_t i = 0; i < kDayNames.size(); ++i) {
        if (name.compare(kDayNames[i], Qt::CaseInsensitive) == 0)
            return static_cast<int>(i);
    }
    return -1;
}

/// "Mon-Fri", "Sat", "Mon,Wed-Fri"; 0 when it cannot be read.
quint8 parseDays(const QString &text)
{
    quint8 days = 0;
    for (const QString &part : text.split(QLatin1Char(','))) {
        const QStringList ends = part.split(QLatin1Char('-'));
        const int first = dayIndex(ends.first());
        const int last = dayIndex(ends.last());
        if (ends.size() > 2 || first < 0 || last < 0)
            return 0;
        for (int day = first;; day = (day + 1) % 7) {
            days = static_cast<quint8>(days | (1 << day));
            if (day == last)
                break;
        }
    }
    return days;
}

QString dayText(quint8 days)
{
    if (days == kWeekdays)
        return QStringLiteral("Mon-Fri");
    QStringList names;
    for (std::size_t i = 0; i < kDayNames.size(); ++i) {
        if (days & (1 << i))
            names += kDayNames[i];
    }
    return names.join(QLatin1Char(','));
}

constexpr QStringView kTimeFormat = u"HH:mm";

QString timeText(QTime time)
{
    return time.toString(kTimeFormat);
}

QTime parseTime(const QString &text)
{
    return QTime::fromString(text, kTimeFormat);
}

std::optional<ExchangeHours::Window> parseWindow(const QStringList &words)
{
    const bool hasWinter = words.size() == 5 && words[3].compare(QLatin1String("winter"), Qt::CaseInsensitive) == 0;
    if (words.size() != 3 && !hasWinter)
        return std::nullopt;
    const QStringList times = words[2].split(QLatin1Char('-'));
    if (times.size() != 2)
        return std::nullopt;
    ExchangeHours::Window window;
    window.days = parseDays(words[1]);
    window.open = parseTime(times[0]);
    window.close = parseTime(times[1]);
    if (window.days == 0 || !window.open.isValid() || !window.close.isValid() || window.close <= window.open)
        return std::nullopt;
    if (hasWinter) {
        window.winterClose = parseTime(words[4]);
        if (!window.winterClose.isValid() || window.winterClose <= window.open)
            return std::nullopt;
    }
    return window;
}

/// The given Sunday of a month, counted from 1.
QDate sundayOf(int year, int month, int number)
{
    const QDate first(year, month, 1);
    return first.addDays(Qt::Sunday - first.dayOfWeek() + 7 * (number - 1));
}

/// 15 U.S.C. 260a: summer time lasts from the second Sunday of March to the first of November.
bool unitedStatesInWinter(QDate date)
{
    return date < sundayOf(date.year(), 3, 2) || date >= sundayOf(date.year(), 11, 1);
}

/// Words of each line that says something, with its number.
template <typename Take>
QStringList forEachLine(const QString &text, Take take)
{
    static const QRegularExpression blanks(QStringLiteral("[\\s,]+"));
    static const QRegularExpression onlyBlanks(QStringLiteral("\\s+"));
    QStringList unread;
    int number = 0;
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString said = line.section(QLatin1Char('#'), 0, 0).trimmed();
        if (!said.isEmpty() && !take(said, blanks, onlyBlanks))
            unread += QStringLiteral("%1: %2").arg(number).arg(said);
    }
    return unread;
}

bool covers(const ExchangeHours::Window &window, const QDateTime &local)
{
    const int day = local.date().dayOfWeek() - 1;
    return (window.days & (1 << day)) != 0 && local.time() >= window.open &&
           local.time() < window.closeOn(local.date());
}

} // namespace

QTime ExchangeHours::Window::closeOn(QDate date) const
{
    return winterClose.isValid() && unitedStatesInWinter(date) ? winterClose : close;
}

ExchangeHours::ExchangeHours()
{
    const Window equity{false, kWeekdays, QTime(9, 15), QTime(15, 30), {}};
    const Window commodity{false, kWeekdays, QTime(9, 0), QTime(23, 30), QTime(23, 55)};
    for (const char *name : {"NSE", "BSE", "NFO", "BFO", "NSE_INDEX", "BSE_INDEX"})
        m_windows.insert(QLatin1String(name), equity);
    for (const char *name : {"MCX", "MCX_INDEX", "NCO"})
        m_windows.insert(QLatin1String(name), commodity);
    const Window currency{false, kWeekdays, QTime(9, 0), QTime(17, 0), {}};
    for (const char *name : {"CDS", "BCD"})
        m_windows.insert(QLatin1String(name), currency);
    m_windows.insert(QStringLiteral("NCDEX"), Window{false, kWeekdays, QTime(10, 0), QTime(17, 0), {}});
    for (const char *name : {"CRYPTO", "DELTAIN"})
        m_windows.insert(QLatin1String(name), Window{true, 0, {}, {}, {}});
}

QStringList ExchangeHours::readHours(const QString &text)
{
    return forEachLine(text, [this](const QString &line, const QRegularExpression &, const QRegularExpression &blank) {
        const QStringList words = line.split(blank);
        const QString exchange = words.first().toUpper();
        if (words.size() == 2 && words[1].compare(QLatin1String("always"), Qt::CaseInsensitive) == 0) {
            m_windows.insert(exchange, Window{true, 0, {}, {}, {}});
            return true;
        }
        if (words.size() == 2 && words[1].compare(QLatin1String("never"), Qt::CaseInsensitive) == 0) {
            m_windows.remove(exchange);
            return true;
        }
        const std::optional<Window> window = parseWindow(words);
        if (window)
            m_windows.insert(exchange, *window);
        return window.has_value();
    });
}

QStringList ExchangeHours::readHolidays(const QString &text)
{
    return forEachLine(text, [this](const QString &line, const QRegularExpression &blank, const QRegularExpression &) {
        const QStringList words = line.split(blank);
        const QDate date = QDate::fromString(words.first(), Qt::ISODate);
        if (!date.isValid())
            return false;
        if (words.size() == 1) {
            m_holidays[date].clear();
            return true;
        }
        const bool closesAll = m_holidays.contains(date) && m_holidays.value(date).isEmpty();
        if (!closesAll) {
            for (const QString &exchange : words.mid(1))
                m_holidays[date].insert(exchange.toUpper());
        }
        return true;
    });
}

bool ExchangeHours::isHoliday(const QString &exchange, QDate date) const
{
    const auto found = m_holidays.constFind(date);
    return found != m_holidays.cend() && (found->isEmpty() || found->contains(exchange));
}

bool ExchangeHours::isOpen(const QString &exchange, const QDateTime &at) const
{
    return openFor(exchange, at).has_value();
}

std::optional<std::chrono::seconds> ExchangeHours::openFor(const QString &exchange, const QDateTime &at) const
{
    const auto found = m_windows.constFind(exchange);
    if (found == m_windows.cend())
        return std::nullopt;
    if (found->always)
        return std::chrono::hours(24);
    const QDateTime local = format::indianTime(at);
    if (!covers(*found, local) || isHoliday(exchange, local.date()))
        return std::nullopt;
    return std::chrono::seconds(found->open.secsTo(local.time()));
}

QDateTime ExchangeHours::nextOpening(const QString &exchange, const QDateTime &at) const
{
    const auto found = m_windows.constFind(exchange);
    if (found == m_windows.cend() || found->always)
        return {};
    const QDateTime local = format::indianTime(at);
    for (int ahead = 0; ahead <= 14; ++ahead) {
        const QDate date = local.date().addDays(ahead);
        QDateTime opening(date, found->open, Qt::OffsetFromUTC, local.offsetFromUtc());
        if (opening > local && covers(*found, opening) && !isHoliday(exchange, date))
            return opening;
    }
    return {};
}

QStringList ExchangeHours::exchanges() const
{
    QStringList names = m_windows.keys();
    std::sort(names.begin(), names.end());
    return names;
}

QString ExchangeHours::toText() const
{
    QString text;
    for (const QString &exchange : exchanges()) {
        const Window &window = m_windows[exchange];
        text += exchange;
        if (window.always)
            text += QLatin1String(" always");
        else
            text +=
                QStringLiteral(" %1 %2-%3").arg(dayText(window.days), timeText(window.open), timeText(window.close));
        if (window.winterClose.isValid())
            text += QStringLiteral(" winter %1").arg(timeText(window.winterClose));
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace tickgate
