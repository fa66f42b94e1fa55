#include "core/feed/HostLog.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype kLongestLine = 2000;
constexpr auto kWindow = 1s;
constexpr int kLinesPerWindow = 100;

/// Python's own last line of a traceback ("ValueError: ...") or what loggers write.
bool looksLikeAnError(const QByteArray &text)
{
    static constexpr std::array<std::string_view, 4> kWords{"ERROR", "CRITICAL", "Error: ", "Exception: "};
    return std::any_of(kWords.begin(), kWords.end(), [&text](std::string_view word) {
        return text.contains(QByteArrayView(word.data(), static_cast<qsizetype>(word.size())));
    });
}

/// Without escape sequences for colours and other characters that would disturb a terminal.
QByteArray plain(const QByteArray &text)
{
    QByteArray result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (c == '\x1b' && i + 1 < text.size() && text.at(i + 1) == '[') {
            i += 2;
            while (i < text.size() && (text.at(i) < '@' || text.at(i) > '~'))
                ++i;
        } else if (static_cast<unsigned char>(c) >= ' ' || c == '\t') {
            result.append(c);
        }
    }
    return result;
}

} // namespace

void HostLog::feed(const QByteArray &bytes, TimePoint now)
{
    m_rest.append(bytes);
    qsizetype begin = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
        line(m_rest.mid(begin, end - begin), now);
        begin = end + 1;
    }
    m_rest.remove(0, begin);
    if (m_rest.size() > kLongestLine)
        line(std::exchange(m_rest, {}), now);
}

void HostLog::finish(TimePoint now)
{
    if (!m_rest.isEmpty())
        line(std::exchange(m_rest, {}), now);
    if (m_dropped > 0)
        spdlog::warn("adapter host: {} more lines were left out", std::exchange(m_dropped, 0));
}

const QByteArray &HostLog::lastError() const
{
    return m_lastError;
}

void HostLog::line(const QByteArray &text, TimePoint now)
{
    const QByteArray shown = plain(text).left(kLongestLine);
    if (shown.trimmed().isEmpty())
        return;
    const bool error = looksLikeAnError(shown);
    if (error)
        m_lastError = shown.trimmed();
    if (now - m_windowStart >= kWindow) {
        if (m_dropped > 0)
            spdlog::warn("adapter host: {} lines were left out", std::exchange(m_dropped, 0));
        m_windowStart = now;
        m_inWindow = 0;
    }
    if (++m_inWindow > kLinesPerWindow)
        ++m_dropped;
    else if (error)
        spdlog::warn("adapter host: {}", shown.toStdString());
    else
        spdlog::info("adapter host: {}", shown.toStdString());
}

} // namespace tickgate
