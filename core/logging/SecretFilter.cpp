#include "SecretFilter.h"

#include <QRegularExpression>

#include <algorithm>

namespace tickgate {

namespace {

constexpr qsizetype kShortestSecret = 4;

/// What stands between :// and the last @ of the same word: a password that was not percent-encoded may hold a slash
/// and an @ too. By hand, because a pattern that looks for the last @ again from every :// takes quadratic time.
QString maskUserInfo(const QString &text)
{
    static const QLatin1String separator("://");
    QString masked;
    qsizetype done = 0;
    qsizetype from = text.indexOf(separator);
    while (from >= 0) {
        from += separator.size();
        qsizetype at = -1;
        qsizetype end = from;
        for (; end < text.size() && !text.at(end).isSpace() && text.at(end) != u'"'; ++end) {
            if (text.at(end) == u'@')
                at = end;
        }
        if (at > from) {
            masked += QStringView(text).mid(done, from - done);
            masked += QLatin1String("****");
            done = at;
        }
        from = text.indexOf(separator, end);
    }
    return done == 0 ? text : masked + text.mid(done);
}

QString maskNamedSecrets(QString text)
{
    static const QRegularExpression hint(QStringLiteral("key|pepper|token|passw|secret|otp|authorization|\\bpin\\b"),
                                         QRegularExpression::CaseInsensitiveOption);
    if (!hint.match(text).hasMatch())
        return text;
    // Name, separator, then the value: in escaped, double or single quotes, behind the scheme of an HTTP header
    // (RFC 9110 11.4), or bare up to the next separator.
    static const QRegularExpression named(
        QStringLiteral("((?:api[_-]?key(?:[_-]?pepper)?|pepper|token|passw(?:or)?d|secret(?:[_-]?key)?|totp|\\botp|"
                       "\\bpin|authorization)"
                       "\\\\?[\"']?\\s*[:=]\\s*)"
                       "((?:basic|bearer|token)\\s+[^\\s\"'\\\\,;&}\\]]+|\\\\\"[^\"\\\\]*|\"(?:[^\"\\\\]|\\\\.)*|'[^']*"
                       "|[^\\s\"'\\\\,;&}\\]]+)"),
        QRegularExpression::CaseInsensitiveOption);
    QString masked;
    qsizetype at = 0;
    auto matches = named.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QStringView value = match.capturedView(2);
        const qsizetype quote =
            value.startsWith(QLatin1String("\\\"")) ? 2 : value.at(0) == u'"' || value.at(0) == u'\'';
        masked += QStringView(text).mid(at, match.capturedStart(2) + quote - at);
        masked += QLatin1String("****");
        at = match.capturedEnd(2);
    }
    return masked + text.mid(at);
}

} // namespace

void SecretFilter::addSecret(const QString &secret)
{
    if (secret.size() < kShortestSecret)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_secrets.contains(secret))
        return;
    m_secrets.append(secret);
    std::sort(m_secrets.begin(), m_secrets.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString SecretFilter::filtered(const QString &text) const
{
    QString clean = text;
    {
        const std::lock_guard lock(m_mutex);
        for (const QString &secret : m_secrets)
            clean.replace(secret, QLatin1String("****"));
    }
    return maskNamedSecrets(maskUserInfo(clean));
}

} // namespace tickgate
