#include "PersonalFilter.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace tickgate {

namespace {

constexpr qsizetype kShortestName = 2;

/// Ends of a name: what could not be a further letter of it.
QRegularExpression wholeWord(const QString &text)
{
    return QRegularExpression(
        QStringLiteral("(?<![\\p{L}\\p{N}_])%1(?![\\p{L}\\p{N}_])").arg(QRegularExpression::escape(text)),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

} // namespace

PersonalFilter::PersonalFilter(const QString &home)
    : m_home(QDir::cleanPath(home))
{}

void PersonalFilter::addName(const QString &name, const QString &word)
{
    if (name.size() < kShortestName)
        return;
    m_names.append({name, word});
    std::stable_sort(m_names.begin(), m_names.end(),
                     [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
}

QString PersonalFilter::filtered(const QString &text) const
{
    QString clean = text;
    if (m_home.size() > 1) {
        // As the path is, with backslashes, and with those doubled as JSON has them.
        QString doubled = QString(m_home).replace(u'/', QLatin1String("\\\\"));
        for (const QString &form : {m_home, QString(m_home).replace(u'/', u'\\'), doubled})
            clean.replace(QRegularExpression(QRegularExpression::escape(form) + QStringLiteral("(?![\\w.-])"),
                                             QRegularExpression::CaseInsensitiveOption),
                          QStringLiteral("~"));
    }
    // A name may have blanks in it where a separator shows its end.
    static const QRegularExpression otherHome(
        QStringLiteral("((?:/home/|/Users/|\\b[A-Za-z]:\\\\{1,2}Users\\\\{1,2}))"
                       "(?:[^/\\\\\\r\\n\"':,;)]{1,40}(?=[/\\\\])|[^/\\\\\\s\"':,;)]+)"));
    clean.replace(otherHome, QStringLiteral("\\1USER"));
    static const QRegularExpression userField(
        QStringLiteral("(\\buser(?:_?id|_?name)?\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?)[^\\s\"'\\\\,;&}\\]]+"),
        QRegularExpression::CaseInsensitiveOption);
    clean.replace(userField, QStringLiteral("\\1USER"));
    for (const auto &[name, word] : m_names)
        clean.replace(wholeWord(name), word);
    return clean;
}

} // namespace tickgate
