#include "core/feed/AdapterHostScript.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <spdlog/spdlog.h>

// A static library's resources are registered only when somebody asks, and the macro cannot stand in a namespace.
static void registerResources()
{
    Q_INIT_RESOURCE(adapter_host);
}

namespace tickgate {

namespace {

QString scriptOnDisk()
{
    const QDir program(QCoreApplication::applicationDirPath());
    QStringList places{
        QStringLiteral("adapter_host.py"),                   // Windows
        QStringLiteral("../share/tickgate/adapter_host.py"), // Linux
        QStringLiteral("../Resources/adapter_host.py"),      // macOS bundle
    };
    // build/<preset>/bin of a source tree. Elsewhere that far up is not ours: another user may be free to write there,
    // and what is found runs with the trader's broker login.
    if (program.exists(QStringLiteral("../CMakeCache.txt")))
        places += QStringLiteral("../../../resources/adapter_host.py");
    for (const QString &place : places) {
        const QFileInfo info(program.filePath(place));
        if (info.isFile() && info.isReadable())
            return QDir::cleanPath(info.absoluteFilePath());
    }
    return {};
}

} // namespace

AdapterHostScript::AdapterHostScript(Source source)
    : m_path(source == Source::Anywhere ? scriptOnDisk() : QString())
{
    if (!m_path.isEmpty())
        return;
    registerResources();
    QFile packed(QStringLiteral(":/tickgate/adapter_host.py"));
    m_unpacked = std::make_unique<QTemporaryFile>(QDir::temp().filePath(QStringLiteral("tickgate-XXXXXX.py")));
    if (packed.open(QIODevice::ReadOnly) && m_unpacked->open() && m_unpacked->write(packed.readAll()) > 0 &&
        m_unpacked->flush()) {
        m_path = m_unpacked->fileName();
        m_unpacked->close();
    } else {
        spdlog::error("adapter host: its script cannot be unpacked: {}", m_unpacked->errorString().toStdString());
    }
}

AdapterHostScript::AdapterHostScript(QString path)
    : m_path(std::move(path))
{}

const QString &AdapterHostScript::path() const
{
    return m_path;
}

} // namespace tickgate
