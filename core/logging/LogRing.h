#pragma once

#include "core/config/ProxyConfig.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>

#include <deque>
#include <mutex>

namespace tickgate {

/// One line of the log as data.
struct LogEntry
{
    quint64 id = 0; ///< starts at 1, increases by 1, never reused
    QDateTime time;
    LogLevel level = LogLevel::Info;
    QString category; ///< the part that speaks: "bus", "hub", "qt"; may be empty
    QString text;     ///< without the category

    bool operator==(const LogEntry &) const = default;
};

/// The newest log lines, for whoever shows them. Thread-safe: any thread appends and reads. Shared by the log sink and
/// its readers. To miss nothing, connect first, then read since(0), then since(last id seen) after each signal.
class LogRing : public QObject
{
    Q_OBJECT

public:
    explicit LogRing(qsizetype capacity = 5000);

    /// The category is taken from text such as "bus: bound".
    void append(LogLevel level, const QString &text, const QDateTime &time);

    /// What is still there with an id above the given one, oldest first.
    [[nodiscard]] QList<LogEntry> since(quint64 id) const;
    [[nodiscard]] quint64 newestId() const;
    void clear();

Q_SIGNALS:
    /// Comes from the thread that logged, with no lock held, and only once until since() is called again: however
    /// much is logged, a busy reader has one event waiting.
    void entriesAdded();

private:
    mutable std::mutex m_mutex;
    std::deque<LogEntry> m_entries;
    const qsizetype m_capacity;
    quint64 m_newestId = 0;
    mutable bool m_announced = false;
};

} // namespace tickgate
