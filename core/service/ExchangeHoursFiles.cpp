#include "ExchangeHoursFiles.h"

#include "core/config/WholeFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

const QString kHoursName = QStringLiteral("exchange_hours.txt");
const QString kHolidaysName = QStringLiteral("holidays.txt");

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ExchangeHoursFiles)
};

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString store(const QString &path, const QString &text)
{
    if (text.trimmed().isEmpty()) {
        if (!QFile::exists(path) || QFile::remove(path))
            return {};
        return Words::tr("%1 cannot be removed.").arg(path);
    }
    QSaveFile file(path);
    const QByteArray bytes = (text.endsWith(u'\n') ? text : text + u'\n').toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && commitWhole(file))
        return {};
    return Words::tr("%1 cannot be written: %2").arg(path, file.errorString());
}

} // namespace

ExchangeHoursFiles ExchangeHoursFiles::read(const QString &configDir)
{
    const QDir folder(configDir);
    ExchangeHoursFiles files{textOf(folder.filePath(kHoursName)), textOf(folder.filePath(kHolidaysName))};
    if (files.hours.isEmpty())
        files.hours = ExchangeHours().toText();
    return files;
}

QString ExchangeHoursFiles::write(const QString &configDir) const
{
    const QDir folder(configDir);
    folder.mkpath(QStringLiteral("."));
    // The built-in table needs no file: a later version may know better.
    const QString problem = store(folder.filePath(kHoursName), hours == ExchangeHours().toText() ? QString() : hours);
    return problem.isEmpty() ? store(folder.filePath(kHolidaysName), holidays) : problem;
}

ExchangeHours ExchangeHoursFiles::applied() const
{
    ExchangeHours table;
    static_cast<void>(table.readHours(hours));
    static_cast<void>(table.readHolidays(holidays));
    return table;
}

QStringList ExchangeHoursFiles::problems() const
{
    ExchangeHours table;
    QStringList problems;
    for (const QString &line : table.readHours(hours))
        problems += Words::tr("Hours, line %1: this is not understood.").arg(line);
    for (const QString &line : table.readHolidays(holidays))
        problems += Words::tr("Holidays, line %1: this is not understood.").arg(line);
    return problems;
}

ExchangeHours loadExchangeHours(const QString &configDir)
{
    const ExchangeHoursFiles files = ExchangeHoursFiles::read(configDir);
    for (const QString &problem : files.problems())
        spdlog::warn("hours: {}", problem.toStdString());
    return files.applied();
}

} // namespace tickgate
