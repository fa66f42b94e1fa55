#include "RequestHead.h"

#include <algorithm>
#include <cstring>

namespace tickgate {

namespace {

/// QHttpHeaderParser's limit.
constexpr qsizetype kMostFields = 100;

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
}

bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

} // namespace

RequestHead::RequestHead(const QByteArray &text)
{
    QList<QByteArray> lines = text.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    // The empty line, and what split() sees behind it.
    while (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    if (lines.isEmpty()) {
        refuse(400, "The request is empty.");
        return;
    }
    readRequestLine(lines.constFirst());
    if (lines.size() - 1 > kMostFields)
        refuse(431, "The request has more than 100 header lines.");
    for (qsizetype i = 1; i < lines.size() && m_problemStatus == 0; ++i)
        readField(lines[i]);
}

bool RequestHead::has(const char *name) const
{
    return std::ranges::any_of(m_fields, [name](const Field &field) { return field.name == name; });
}

QByteArray RequestHead::first(const char *name) const
{
    const auto found = std::ranges::find_if(m_fields, [name](const Field &field) { return field.name == name; });
    return found == m_fields.end() ? QByteArray() : found->value;
}

QByteArray RequestHead::joined(const char *name) const
{
    QList<QByteArray> values;
    for (const Field &field : m_fields) {
        if (field.name == name)
            values.append(field.value);
    }
    return values.join(", ");
}

void RequestHead::readRequestLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || words[1].isEmpty() || line.contains('\t') || std::ranges::any_of(line, isControl)) {
        refuse(400, "The request line is malformed.");
        return;
    }
    m_method = words[0];
    m_target = words[1];
    m_version = words[2];
}

void RequestHead::readField(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(colon);
    // That also refuses a line that continues the one before it, as RFC 9112 5.2 allows.
    if (colon <= 0 || !std::ranges::all_of(name, isTokenCharacter)) {
        refuse(400, "A header line is not of the form \"Name: value\".");
        return;
    }
    const QByteArray value = line.mid(colon + 1);
    if (std::ranges::any_of(value, isControl)) {
        refuse(400, "A header line has a control character in it.");
        return;
    }
    m_fields.append({name.toLower(), value.trimmed()});
}

void RequestHead::refuse(int status, const char *problem)
{
    if (m_problemStatus != 0)
        return;
    m_problemStatus = status;
    m_problem = problem;
}

} // namespace tickgate
