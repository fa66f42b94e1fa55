#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

/// How numbers read everywhere: window, tray, command line. Pure functions, callable from any thread.
/// Groups of three digits are parted by a narrow no-break space and units stand after a no-break space, so that no
/// number is ever torn by a line break.
namespace tickgate::format {

/// "0", "842", "11 906".
[[nodiscard]] QString count(quint64 value);

/// "1 program", "1 204 programs": `many` has a %1 for the number.
[[nodiscard]] QString counted(qint64 value, const QString &one, const QString &many);

/// Per second, without the unit: "0", "0.4", "9.8", "184", "11 906". Negative and broken values read as 0.
[[nodiscard]] QString rate(double perSecond);

/// "0 B", "512 B", "1.4 KiB", "38 MiB".
[[nodiscard]] QString bytes(quint64 value);

/// How long something has lasted, two units at most: "0 s", "41 s", "3 m 05 s", "3 h 41 m", "2 d 4 h".
[[nodiscard]] QString duration(std::chrono::milliseconds value);

/// How long ago, fine where it matters: "0.04 s", "3.2 s", "94 s", "3 m 05 s".
[[nodiscard]] QString age(std::chrono::milliseconds value);

/// "840 µs", "1.4 ms", "12 ms", "1.3 s".
[[nodiscard]] QString latency(std::chrono::microseconds value);

/// "3 %", "0.4 %".
[[nodiscard]] QString percent(double value);

/// Two decimals, four below 10 where they carry something (currency pairs, small coins): "24 512.35", "0.0042".
[[nodiscard]] QString price(double value);

/// "13:16:02" in India, wherever the computer stands.
[[nodiscard]] QString indianClock(const QDateTime &at);

/// The same moment with its offset fixed to India's (UTC+05:30, no daylight saving).
[[nodiscard]] QDateTime indianTime(const QDateTime &at);

} // namespace tickgate::format
