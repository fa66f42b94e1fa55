#include "LogRing.h"

namespace tickgate {

namespace {

constexpr qsizetype kLongestCategory = 16;

/// Length of a leading "word: ", 0 when there is none.
qsizetype categoryLength(const QString &text)
{
    const auto colon = text.left(kLongestCategory + 1).indexOf(u':');
    if (colon <= 0 || colon + 1 >= text.size() || text.at(colon + 1) != u' ')
        return 0;
    for (qsizetype i = 0; i < colon; ++i) {
        const QChar c = text.at(i);
        if (!(c >= u'a' && c <= u'z') && c != u'-' && c != u'.')
            return 0;
    }
    return colon;
}

} // namespace

LogRing::LogRing(qsizetype capacity)
    : m_capacity(std::max<qsizetype>(capacity, 1))
{}

void LogRing::append(LogLevel level, const QString &text, const QDateTime &time)
{
    const auto category = categoryLength(text);
    LogEntry entry{0, time, level, text.left(category), category > 0 ? text.mid(category + 2) : text};
    bool announce = false;
    {
        const std::lock_guard lock(m_mutex);
        entry.id = ++m_newestId;
        m_entries.push_back(std::move(entry));
        if (static_cast<qsizetype>(m_entries.size()) > m_capacity)
            m_entries.pop_front();
        announce = !m_announced;
        m_announced = true;
    }
    if (announce)
        Q_EMIT entriesAdded();
}

QList<LogEntry> LogRing::since(quint64 id) const
{
    const std::lock_guard lock(m_mutex);
    m_announced = false;
    const quint64 wanted = m_newestId > id ? m_newestId - id : 0;
    const auto count = std::min<quint64>(wanted, m_entries.size());
    return {m_entries.cend() - static_cast<qsizetype>(count), m_entries.cend()};
}

quint64 LogRing::newestId() const
{
    const std::lock_guard lock(m_mutex);
    return m_newestId;
}

void LogRing::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
}

} // namespace tickgate
