#include "SettingsWriter.h"

#include "core/config/EnvFile.h"
#include "core/config/SettingsVersion.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>

namespace tickgate {

namespace {

QString writeNow(const QString &path, const SettingsWriter::Changes &changes)
{
    EnvFile file;
    if (QFileInfo::exists(path)) {
        EnvFile::ReadResult read = EnvFile::read(path);
        if (!read.ok())
            return read.error;
        file = std::move(read.file);
    } else {
        QDir().mkpath(QFileInfo(path).absolutePath());
    }
    if (QString refused = whyReadOnly(file, path); !refused.isEmpty())
        return refused;
    migrateSettings(file);
    for (auto change = changes.cbegin(); change != changes.cend(); ++change) {
        if (*change)
            file.setValue(change.key(), **change);
        else
            file.remove(change.key());
    }
    return file.save(path);
}

} // namespace

SettingsWriter::SettingsWriter(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{}

void SettingsWriter::write(const Changes &changes, QObject *context, Done done)
{
    m_jobs.run([path = m_file, changes] { return writeNow(path, changes); }, this,
               [this, asker = QPointer(context), done = std::move(done)](const QString &error) {
                   if (error.isEmpty())
                       Q_EMIT written();
                   if (asker)
                       done(error);
               });
}

} // namespace tickgate
