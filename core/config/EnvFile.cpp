#include "EnvFile.h"

#include "core/config/WholeFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringDecoder>

#include <algorithm>

namespace tickgate {

namespace {

/// A file this large is no .env file; reading it would only waste memory.
constexpr qint64 kLargestFile = qint64{1024} * 1024;

const QByteArray &byteOrderMark()
{
    static const QByteArray mark("\xEF\xBB\xBF");
    return mark;
}

QString endOf(const QString &raw)
{
    if (raw.endsWith(QLatin1String("\r\n")))
        return QStringLiteral("\r\n");
    return raw.endsWith(u'\n') || raw.endsWith(u'\r') ? raw.last(1) : QString();
}

} // namespace

EnvFile EnvFile::fromBytes(const QByteArray &bytes)
{
    EnvFile file;
    file.m_byteOrderMark = bytes.startsWith(byteOrderMark());
    const QByteArray content = file.m_byteOrderMark ? bytes.mid(byteOrderMark().size()) : bytes;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(content);
    // An old editor's file: one byte per character reads everything and gives the same bytes back.
    file.m_latin1 = decoder.hasError();
    if (file.m_latin1)
        text = QString::fromLatin1(content);
    file.m_statements = parseEnv(text);
    return file;
}

EnvFile::ReadResult EnvFile::read(const QString &path)
{
    if (!QFileInfo::exists(path))
        return {{}, QStringLiteral("%1 does not exist").arg(path)};
    if (QFileInfo(path).isDir())
        return {{}, QStringLiteral("%1 is a folder, not a file").arg(path)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString())};
    const QByteArray bytes = file.read(kLargestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return {{}, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString())};
    if (bytes.size() > kLargestFile)
        return {{}, QStringLiteral("%1 is larger than 1 MiB and cannot be a settings file").arg(path)};
    return {fromBytes(bytes), {}};
}

std::optional<QString> EnvFile::value(const QString &key) const
{
    const auto found =
        std::find_if(m_statements.crbegin(), m_statements.crend(),
                     [&key](const EnvStatement &statement) { return statement.hasValue && statement.key == key; });
    if (found == m_statements.crend())
        return std::nullopt;
    return found->value;
}

QHash<QString, QString> EnvFile::values(const QHash<QString, QString> &environment) const
{
    QHash<QString, QString> expanded;
    for (const EnvStatement &statement : m_statements) {
        if (!statement.hasValue)
            continue;
        const QString value = expandEnvVariables(statement.value, [&](const QString &name) -> std::optional<QString> {
            if (const auto set = environment.constFind(name); set != environment.constEnd())
                return *set;
            if (const auto earlier = expanded.constFind(name); earlier != expanded.constEnd())
                return *earlier;
            return std::nullopt;
        });
        expanded.insert(statement.key, value);
    }
    return expanded;
}

int EnvFile::lineOf(const QString &key) const
{
    int line = 0;
    for (const EnvStatement &statement : m_statements) {
        if (statement.hasValue && statement.key == key)
            line = statement.line;
    }
    return line;
}

QList<EnvProblem> EnvFile::problems() const
{
    QList<EnvProblem> problems;
    for (const EnvStatement &statement : m_statements) {
        // The line's text stays out of the sentence: it may hold a key or a password.
        if (statement.broken) {
            problems.append({statement.line, QStringLiteral("Line %1 is not KEY=value and was skipped; check its "
                                                            "quotes and what comes after them.")
                                                 .arg(statement.line)});
        } else if (!statement.key.isEmpty() && !statement.hasValue) {
            problems.append({statement.line, QStringLiteral("Line %1 has a name but no \"=\" and was skipped; write "
                                                            "KEY=value, or put # in front of a comment.")
                                                 .arg(statement.line)});
        }
    }
    return problems;
}

void EnvFile::setValue(const QString &key, const QString &value)
{
    const QString assignment = key + u'=' + quotedEnvValue(value);
    for (qsizetype i = m_statements.size() - 1; i >= 0; --i) {
        const EnvStatement &old = m_statements.at(i);
        if (!old.hasValue || old.key != key)
            continue;
        if (old.value == value)
            return;
        const QString after = old.raw.mid(old.valueAt + old.valueLength);
        // Nothing at all before a comment would make the comment the value.
        const QString text = value.isEmpty() && after != endOf(old.raw) ? QStringLiteral("''") : quotedEnvValue(value);
        const int line = old.line;
        m_statements[i] = parseEnv(old.raw.left(old.valueAt) + text + after).value(0);
        m_statements[i].line = line;
        return;
    }
    if (!m_statements.isEmpty() && endOf(m_statements.constLast().raw).isEmpty())
        m_statements.last().raw += lineEnd();
    EnvStatement added = parseEnv(assignment + lineEnd()).value(0);
    for (const EnvStatement &statement : std::as_const(m_statements))
        added.line += static_cast<int>(statement.raw.count(u'\n'));
    m_statements.append(added);
}

void EnvFile::remove(const QString &key)
{
    m_statements.removeIf([&key](const EnvStatement &statement) { return statement.hasValue && statement.key == key; });
}

QByteArray EnvFile::toBytes() const
{
    QByteArray bytes;
    if (m_byteOrderMark)
        bytes += byteOrderMark();
    for (const EnvStatement &statement : m_statements)
        bytes += m_latin1 ? statement.raw.toLatin1() : statement.raw.toUtf8();
    return bytes;
}

QString EnvFile::save(const QString &path) const
{
    // Through a link, the file it points to is replaced and the link stays.
    const QFileInfo info(path);
    const QString target = info.isSymLink() ? info.symLinkTarget() : path;
    const QString folder = QFileInfo(target).absolutePath();
    if (!QDir().mkpath(folder))
        return QStringLiteral("The folder %1 cannot be made").arg(folder);
    QSaveFile file(target);
    if (!file.open(QIODevice::WriteOnly))
        return QStringLiteral("%1 cannot be written: %2").arg(target, file.errorString());
    const QByteArray bytes = toBytes();
    const bool done = file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                      file.write(bytes) == bytes.size() && commitWhole(file);
    return done ? QString() : QStringLiteral("%1 cannot be written: %2").arg(target, file.errorString());
}

QString EnvFile::lineEnd() const
{
    return !m_statements.isEmpty() && endOf(m_statements.constFirst().raw) == QLatin1String("\r\n")
               ? QStringLiteral("\r\n")
               : QStringLiteral("\n");
}

} // namespace tickgate
