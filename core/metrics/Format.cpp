#include "Format.h"

#include <QCoreApplication>

#include <cmath>

namespace tickgate::format {

namespace {

constexpr QChar kGroup(0x202F);   // narrow no-break space
constexpr QChar kBetween(0x00A0); // no-break space
constexpr int kIndianOffsetSeconds = (5 * 60 + 30) * 60;

QString unit(const QString &number, const QString &name)
{
    return number + kBetween + name;
}

QString days(qint64 value)
{
    return unit(QString::number(value), QCoreApplication::translate("Format", "d", "days"));
}

QString hours(qint64 value)
{
    return unit(QString::number(value), QCoreApplication::translate("Format", "h", "hours"));
}

QString minutes(qint64 value)
{
    return unit(QString::number(value), QCoreApplication::translate("Format", "m", "minutes"));
}

QString seconds(const QString &value)
{
    return unit(value, QCoreApplication::translate("Format", "s", "seconds"));
}

/// Digits of a non-negative whole number in groups of three.
QString grouped(QString digits)
{
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, kGroup);
    return digits;
}

QString fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

} // namespace

QString count(quint64 value)
{
    return grouped(QString::number(value));
}

QString counted(qint64 value, const QString &one, const QString &many)
{
    return value == 1 ? one : many.arg(count(static_cast<quint64>(std::max<qint64>(0, value))));
}

QString rate(double perSecond)
{
    if (!std::isfinite(perSecond) || perSecond <= 0)
        return QStringLiteral("0");
    if (perSecond < 0.05)
        return QStringLiteral("<0.1");
    if (perSecond < 9.95)
        return fixed(perSecond, 1);
    return count(static_cast<quint64>(std::llround(perSecond)));
}

QString bytes(quint64 value)
{
    if (value < 1024)
        return unit(QString::number(value), QStringLiteral("B"));
    static constexpr const char *kUnits[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    double scaled = static_cast<double>(value) / 1024;
    std::size_t index = 0;
    while (scaled >= 1023.95 && index + 1 < std::size(kUnits)) {
        scaled /= 1024;
        ++index;
    }
    return unit(fixed(scaled, scaled < 9.95 ? 1 : 0), QLatin1String(kUnits[index]));
}

QString duration(std::chrono::milliseconds value)
{
    const qint64 all = std::max<qint64>(0, value.count() / 1000);
    const qint64 s = all % 60;
    const qint64 m = all / 60 % 60;
    const qint64 h = all / 3600 % 24;
    const qint64 d = all / 86400;
    if (d > 0)
        return days(d) + kBetween + hours(h);
    if (h > 0)
        return hours(h) + kBetween + minutes(m);
    if (m > 0)
        return minutes(m) + kBetween + seconds(QStringLiteral("%1").arg(s, 2, 10, QLatin1Char('0')));
    return seconds(QString::number(s));
}

QString age(std::chrono::milliseconds value)
{
    const double exact = static_cast<double>(std::max<qint64>(0, value.count())) / 1000;
    if (exact < 0.095)
        return seconds(fixed(exact, 2));
    if (exact < 9.95)
        return seconds(fixed(exact, 1));
    if (exact < 120)
        return seconds(fixed(std::floor(exact), 0));
    return duration(value);
}

QString latency(std::chrono::microseconds value)
{
    const double us = static_cast<double>(std::max<qint64>(0, value.count()));
    if (us < 1000)
        return unit(fixed(us, 0), QStringLiteral("µs"));
    if (us < 9950)
        return unit(fixed(us / 1000, 1), QStringLiteral("ms"));
    if (us < 999'500)
        return unit(fixed(us / 1000, 0), QStringLiteral("ms"));
    return seconds(fixed(us / 1'000'000, 1));
}

QString percent(double value)
{
    if (!std::isfinite(value) || value <= 0)
        return unit(QStringLiteral("0"), QStringLiteral("%"));
    return unit(fixed(value, value < 0.95 ? 1 : 0), QStringLiteral("%"));
}

QString price(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("-");
    const double size = std::abs(value);
    QString text = fixed(size, size < 10 ? 4 : 2);
    if (size < 10 && text.endsWith(QLatin1String("00")))
        text.chop(2);
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    text = grouped(text.left(point)) + text.mid(point);
    return value < 0 ? QChar(0x2212) + text : text;
}

QDateTime indianTime(const QDateTime &at)
{
    return at.toOffsetFromUtc(kIndianOffsetSeconds);
}

QString indianClock(const QDateTime &at)
{
    return indianTime(at).time().toString(QStringLiteral("HH:mm:ss"));
}

} // namespace tickgate::format
