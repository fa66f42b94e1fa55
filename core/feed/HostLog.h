#pragma once

#include <QByteArray>

#include <chrono>

namespace tickgate {

/// Brings what the adapter host writes on stderr into our log, line by line, without colours and at a bounded rate:
/// a broker library in trouble can write thousands of lines a second. A value, one thread.
class HostLog
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void feed(const QByteArray &bytes, TimePoint now);
    /// Logs the last line though nothing ended it.
    void finish(TimePoint now);
    /// The last line that looked like an error, e.g. of a Python traceback; for the reason of an unexpected end.
    [[nodiscard]] const QByteArray &lastError() const;

private:
    void line(const QByteArray &text, TimePoint now);

    QByteArray m_rest;
    QByteArray m_lastError;
    TimePoint m_windowStart{};
    int m_inWindow = 0;
    int m_dropped = 0;
};

} // namespace tickgate
