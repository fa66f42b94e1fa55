#include "core/feed/JsonLines.h"

#include <QJsonDocument>

namespace tickgate {

namespace {
constexpr qsizetype kLongestLine = 4 * 1024 * 1024;
constexpr qsizetype kExampleLength = 80;
} // namespace

std::vector<QJsonObject> JsonLines::feed(const QByteArray &bytes)
{
    std::vector<QJsonObject> objects;
    m_rest.append(bytes);
    qsizetype begin = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
        const QByteArray line = m_rest.mid(begin, end - begin).trimmed();
        begin = end + 1;
        if (m_skipping) {
            m_skipping = false;
            continue;
        }
        if (line.isEmpty())
            continue;
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject())
            objects.push_back(document.object());
        else
            discard(line);
    }
    m_rest.remove(0, begin);
    if (m_rest.size() > kLongestLine) {
        if (!m_skipping)
            discard(m_rest);
        m_skipping = true;
        m_rest.clear();
    }
    return objects;
}

void JsonLines::discard(const QByteArray &line)
{
    ++m_garbage.lines;
    m_garbage.example = line.left(kExampleLength);
}

JsonLines::Garbage JsonLines::takeGarbage()
{
    return std::exchange(m_garbage, {});
}

} // namespace tickgate
