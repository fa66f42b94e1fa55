#include "LoginItem.h"

#include <QCoreApplication>
#include <QDir>

namespace tickgate {

namespace {

/// Quoted so that the usual splitting of a Windows command line gives the argument back.
QString quoted(const QString &argument)
{
    QString text;
    qsizetype backslashes = 0;
    for (const QChar c : argument) {
        if (c == u'\\') {
            ++backslashes;
            continue;
        }
        text += QString(c == u'"' ? 2 * backslashes + 1 : backslashes, u'\\');
        backslashes = 0;
        text += c;
    }
    return u'"' + text + QString(2 * backslashes, u'\\') + u'"';
}

} // namespace

QString LoginItem::place() const
{
    return instance.isEmpty() ? QStringLiteral("Tickgate") : QStringLiteral("Tickgate-") + instance;
}

QString LoginItem::content() const
{
    QString command = quoted(QDir::toNativeSeparators(program));
    for (const QString &argument : arguments)
        command += u' ' + quoted(argument);
    return command;
}

QString LoginItem::obstacle() const
{
    return {};
}

QString LoginItem::runningProgram()
{
    return QCoreApplication::applicationFilePath();
}

} // namespace tickgate
