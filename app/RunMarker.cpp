#include "RunMarker.h"

#include "tickgate/Version.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace tickgate {

namespace {

constexpr qint64 kExcerptBytes = qint64{8} * 1024;
constexpr qsizetype kExcerptLines = 12;

QString markerPath(const QString &stateDir)
{
    return QDir(stateDir).filePath(QStringLiteral("run.json"));
}

QDateTime timeOf(const QJsonObject &note, const char *key)
{
    return QDateTime::fromString(note.value(QLatin1String(key)).toString(), Qt::ISODateWithMs);
}

QStringList lastLines(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const bool cut = file.size() > kExcerptBytes;
    if (cut)
        file.seek(file.size() - kExcerptBytes);
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    if (cut && !lines.isEmpty())
        lines.removeFirst();
    return lines.mid(std::max<qsizetype>(0, lines.size() - kExcerptLines));
}

QString crashText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(1024)).trimmed() : QString();
}

} // namespace

QString UncleanEnd::sentence() const
{
    const QString what = relaunched ? QStringLiteral("Tickgate had to start itself anew at about %1. %2")
                                    : QStringLiteral("Tickgate ended unexpectedly at about %1. %2");
    return what.arg(lastSignOfLife.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), reason);
}

RunMarker::RunMarker(const QString &stateDir)
    : m_stateDir(stateDir)
{}

std::optional<UncleanEnd> RunMarker::previous() const
{
    QFile file(markerPath(m_stateDir));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject note = QJsonDocument::fromJson(file.readAll()).object();
    const QString log = QDir(m_stateDir).filePath(QStringLiteral("tickgate.log"));
    UncleanEnd end;
    end.pid = note.value(QLatin1String("pid")).toInteger();
    end.version = note.value(QLatin1String("version")).toString();
    end.startedAt = timeOf(note, "started");
    end.relaunched = note.value(QLatin1String("relaunching")).toBool();
    end.failures = note.value(QLatin1String("failures")).toInt();
    end.wasServing = note.value(QLatin1String("serving")).toBool();
    end.logExcerpt = lastLines(log);
    // Whatever was written last tells best how long it lived.
    end.lastSignOfLife = std::max(
        {QFileInfo(file).lastModified(), QFileInfo(log).lastModified(), QFileInfo(crashFile()).lastModified()});
    const QString crash = crashText(crashFile());
    end.reason =
        crash.isEmpty()
            ? QStringLiteral("The reason is not known: it was ended from outside, or the computer went off.")
            : QStringLiteral("The reason: %1%2").arg(crash, crash.endsWith(u'.') ? QString() : QStringLiteral("."));
    return end;
}

void RunMarker::begin()
{
    QFile::remove(crashFile());
    m_startedAt = QDateTime::currentDateTimeUtc();
    m_begun = true;
    write();
}

void RunMarker::setServing(bool serving)
{
    if (m_serving == serving)
        return;
    m_serving = serving;
    write();
}

void RunMarker::touch()
{
    write();
}

void RunMarker::end()
{
    m_begun = false;
    QFile::remove(markerPath(m_stateDir));
    QFile::remove(crashFile());
}

void RunMarker::handOver(const QString &reason, int failures)
{
    QFile file(crashFile());
    if (file.open(QIODevice::WriteOnly))
        file.write(reason.toUtf8());
    m_relaunching = true;
    m_serving = true;
    m_failures = failures;
    write();
    m_begun = false;
}

QString RunMarker::crashFile() const
{
    return QDir(m_stateDir).filePath(QStringLiteral("crash.txt"));
}

void RunMarker::write()
{
    if (!m_begun)
        return;
    QJsonObject note{{QStringLiteral("pid"), QCoreApplication::applicationPid()},
                     {QStringLiteral("version"), QString::fromLatin1(kVersion)},
                     {QStringLiteral("started"), m_startedAt.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("serving"), m_serving}};
    if (m_relaunching) {
        note.insert(QStringLiteral("relaunching"), true);
        note.insert(QStringLiteral("failures"), m_failures);
    }
    // Renamed into place, so a reader never sees half of it; not synced to the disk, which could hold up the window.
    const QString fresh = markerPath(m_stateDir) + QStringLiteral(".new");
    QFile file(fresh);
    if (!file.open(QIODevice::WriteOnly))
        return;
    const QByteArray bytes = QJsonDocument(note).toJson();
    const bool written = file.write(bytes) == bytes.size();
    file.close();
    std::error_code ignored;
    if (written)
        std::filesystem::rename(fresh.toStdU16String(), markerPath(m_stateDir).toStdU16String(), ignored);
}

} // namespace tickgate
