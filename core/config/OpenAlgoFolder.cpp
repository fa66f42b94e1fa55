#include "OpenAlgoFolder.h"

#include "core/config/EnvFile.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace tickgate {

QString openAlgoDatabaseFile(const ProxyConfig &config)
{
    static const QString scheme = QStringLiteral("sqlite:///");
    const QString url = config.databaseUrl.isEmpty() ? scheme + QStringLiteral("db/openalgo.db") : config.databaseUrl;
    if (!url.startsWith(scheme, Qt::CaseInsensitive))
        return {};
    const QString path = url.mid(scheme.size()).section(u'?', 0, 0);
    if (path.isEmpty() || path.startsWith(u':'))
        return {};
    if (QDir::isAbsolutePath(path))
        return QDir::cleanPath(path);
    return config.openAlgoHome.isEmpty() ? QString() : QDir::cleanPath(QDir(config.openAlgoHome).filePath(path));
}

QString openAlgoObstacle(const ProxyConfig &config)
{
    if (config.openAlgoHome.isEmpty())
        return QStringLiteral("No OpenAlgo folder is set (OPENALGO_HOME).");
    if (!QFileInfo(config.openAlgoHome).isDir())
        return QStringLiteral("There is no OpenAlgo folder %1 (OPENALGO_HOME).").arg(config.openAlgoHome);
    if (config.apiKeyPepper.isEmpty())
        return QStringLiteral("API_KEY_PEPPER is not set; OpenAlgo keeps it in the .env of its folder.");
    const QString database = openAlgoDatabaseFile(config);
    if (database.isEmpty())
        return QStringLiteral("DATABASE_URL does not name a SQLite file.");
    const QFileInfo info(database);
    if (!info.isFile())
        return QStringLiteral("OpenAlgo's database %1 does not exist; start OpenAlgo once to make it.").arg(database);
    if (!info.isReadable())
        return QStringLiteral("OpenAlgo's database %1 cannot be read by this user.").arg(database);
    return {};
}

AuthKind resolveAuth(AuthKind wanted, bool demo, bool openAlgoUsable)
{
    if (wanted != AuthKind::Auto)
        return wanted;
    if (demo)
        return AuthKind::Demo;
    return openAlgoUsable ? AuthKind::OpenAlgo : AuthKind::Keys;
}

QString openAlgoWebAddress(const QString &folder)
{
    const EnvFile env = EnvFile::read(QDir(folder).filePath(QStringLiteral(".env"))).file;
    const QString address = env.value(QStringLiteral("HOST_SERVER")).value_or(QString()).trimmed();
    return address.isEmpty() ? QStringLiteral("http://127.0.0.1:5000") : address;
}

QString openAlgoPython(const ProxyConfig &config)
{
    if (!config.openAlgoPython.isEmpty())
        return config.openAlgoPython;
    const QDir home(config.openAlgoHome);
    const QStringList places{
        QStringLiteral(".venv/bin/python"),
        QStringLiteral("venv/bin/python"),
        QStringLiteral(".venv/Scripts/python.exe"),
        QStringLiteral("venv/Scripts/python.exe"),
    };
    for (const QString &place : places) {
        if (QFileInfo(home.filePath(place)).isExecutable())
            return home.filePath(place);
    }
    const QString python3 = QStandardPaths::findExecutable(QStringLiteral("python3"));
    return python3.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("python")) : python3;
}

QString statsFilePath(const ProxyConfig &config)
{
    if (!config.statsFile.isEmpty())
        return config.statsFile;
    return config.openAlgoHome.isEmpty()
               ? QString()
               : QDir(config.openAlgoHome).filePath(QStringLiteral("log/ws_proxy_stats.json"));
}

} // namespace tickgate
