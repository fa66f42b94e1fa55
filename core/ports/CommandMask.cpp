#include "CommandMask.h"

#include <QRegularExpression>

namespace tickgate {

namespace {

const QString kMask = QStringLiteral("***");

bool namesSecret(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("(api[-_.]?key|access[-_.]?key|apikey|token|secret|passw|passphrase|pwd|pepper|credential|"
                       "bearer|private[-_.]?key|client[-_.]?id|\\btotp|\\bpin\\b|\\bauth\\b)"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).hasMatch();
}

/// Long runs of letters and digits mixed: what keys look like, and words, paths and versions do not.
bool looksLikeKey(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+_=-]{32,}$"));
    return pattern.match(text).hasMatch();
}

QString maskUrlPassword(QString text)
{
    static const QRegularExpression pattern(QStringLiteral("://([^/@:\\s]*):([^/@\\s]+)@"));
    return text.replace(pattern, QStringLiteral("://\\1:") + kMask + u'@');
}

QString quoted(const QString &argument)
{
    if (argument.isEmpty() || argument.contains(u' ') || argument.contains(u'\t'))
        return u'"' + argument + u'"';
    return argument;
}

} // namespace

QString maskedCommand(const QStringList &arguments)
{
    QStringList shown;
    bool maskNext = false;
    for (const QString &argument : arguments) {
        const bool isOption = argument.startsWith(u'-');
        if (maskNext && !isOption) {
            shown.append(kMask);
            maskNext = false;
            continue;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString name = equals > 0 ? argument.left(equals) : argument;
        maskNext = isOption && equals < 0 && namesSecret(name);
        if (equals > 0 && !name.contains(u' ') && (namesSecret(name) || looksLikeKey(argument.mid(equals + 1))))
            shown.append(quoted(name + u'=' + kMask));
        else if (looksLikeKey(argument))
            shown.append(kMask);
        else
            shown.append(quoted(maskUrlPassword(argument)));
    }
    return shownText(shown.join(u' '));
}

QString shownText(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    for (const char32_t character : text.toStdU32String()) {
        if (QChar::isPrint(character))
            shown.append(QChar::fromUcs4(character));
        else
            shown.append(u'?');
    }
    return shown;
}

} // namespace tickgate
