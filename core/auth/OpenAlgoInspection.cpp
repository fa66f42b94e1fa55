#include "core/auth/OpenAlgoInspection.h"

#include "core/auth/OpenAlgoDatabase.h"
#include "core/config/EnvFile.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/config/SettingTable.h"
#include "core/config/SettingValue.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tickgate {

namespace {

using Code = OpenAlgoProblem::Code;

constexpr qsizetype kShortestPepper = 32; // OpenAlgo itself refuses to start with less

bool looksLikeOpenAlgo(const QDir &folder)
{
    return folder.exists(QStringLiteral("websocket_proxy/broker_factory.py")) ||
           (folder.exists(QStringLiteral("app.py")) && folder.exists(QStringLiteral(".sample.env")));
}

/// Collects what is found; one inspection.
class Inspector
{
public:
    explicit Inspector(const LoadedConfig &loaded)
        : m_loaded(loaded)
        , m_config(loaded.config)
        , m_folder(m_config.openAlgoHome)
    {
        m_result.folder = m_config.openAlgoHome;
    }

    OpenAlgoInspection inspect()
    {
        if (!checkFolder())
            return m_result;
        readEnv();
        listTaken();
        checkPepper();
        checkDatabase();
        checkPython();
        return m_result;
    }

private:
    void add(Code code, const QString &text, const QString &remedy, bool blocking = true)
    {
        m_result.problems.push_back({code, text, remedy, blocking});
    }

    bool checkFolder()
    {
        if (m_config.openAlgoHome.isEmpty()) {
            add(Code::FolderNotSet, QStringLiteral("No OpenAlgo folder is set."),
                QStringLiteral("Choose the folder in the settings, or set OPENALGO_HOME."));
            return false;
        }
        if (!m_folder.exists()) {
            add(Code::FolderMissing, QStringLiteral("There is no folder %1.").arg(m_config.openAlgoHome),
                QStringLiteral("Choose the folder that OpenAlgo was installed into."));
            return false;
        }
        if (!looksLikeOpenAlgo(m_folder)) {
            add(Code::NotOpenAlgo, QStringLiteral("The folder %1 holds no OpenAlgo.").arg(m_config.openAlgoHome),
                QStringLiteral("Choose the folder that has OpenAlgo's app.py in it."), false);
        }
        return true;
    }

    void readEnv()
    {
        const QString path = m_folder.filePath(QStringLiteral(".env"));
        if (!QFileInfo::exists(path)) {
            add(Code::EnvMissing, QStringLiteral("OpenAlgo's settings %1 do not exist.").arg(path),
                QStringLiteral("Copy .sample.env to .env in that folder and start OpenAlgo once."), false);
            return;
        }
        const EnvFile env = EnvFile::read(path).file;
        if (env.value(QStringLiteral("APP_MODE")).value_or(QString()) != QLatin1String("standalone")) {
            add(Code::OwnProxyOn, QStringLiteral("OpenAlgo still starts its own market-data proxy."),
                QStringLiteral("Set APP_MODE = 'standalone' in %1 and restart OpenAlgo.").arg(path), false);
        }
    }

    /// The settings that stand in OpenAlgo's .env and that no other source overrules.
    void listTaken()
    {
        const QString path = m_folder.filePath(QStringLiteral(".env"));
        for (const SettingRow &row : settingTable()) {
            const QString origin = m_loaded.origins.value(row.key);
            if (!origin.isEmpty() && QFileInfo(origin) == QFileInfo(path)) {
                m_result.taken.append(
                    QStringLiteral("%1 = %2").arg(row.key, maskedSettingText(row, settingText(row, m_config))));
            }
        }
    }

    void checkPepper()
    {
        const QString &pepper = m_config.apiKeyPepper;
        const QString remedy = QStringLiteral("Start OpenAlgo once: it writes a pepper of its own into its .env.");
        if (pepper.isEmpty())
            add(Code::PepperMissing, QStringLiteral("API_KEY_PEPPER is not set."), remedy);
        else if (pepper.contains(QLatin1String("PLACEHOLDER")))
            add(Code::PepperPlaceholder, QStringLiteral("API_KEY_PEPPER is still the placeholder."), remedy);
        else if (pepper.size() < kShortestPepper)
            add(Code::PepperTooShort, QStringLiteral("API_KEY_PEPPER is shorter than OpenAlgo allows."),
                QStringLiteral("Compare it with the line in OpenAlgo's .env."), false);
    }

    void checkDatabase()
    {
        using Problem = OpenAlgoDatabase::Problem;
        const QString startOnce = QStringLiteral("Start OpenAlgo once and create an API key in it.");
        m_result.database = openAlgoDatabaseFile(m_config);
        const QString &file = m_result.database;
        if (file.isEmpty()) {
            add(Code::DatabaseNotSqlite, QStringLiteral("DATABASE_URL does not name an SQLite file."),
                QStringLiteral("Tickgate reads SQLite only: use its own keys with TICKGATE_AUTH=keys."));
            return;
        }
        const auto probed = OpenAlgoDatabase(file).probe();
        m_result.keys = probed.value;
        switch (probed.problem) {
        case Problem::None:
            if (probed.value == 0)
                add(Code::NoKeys, QStringLiteral("OpenAlgo has no API key yet."),
                    QStringLiteral("Create one on OpenAlgo's API key page."), false);
            break;
        case Problem::Absent:
            add(Code::DatabaseAbsent, QStringLiteral("OpenAlgo's database %1 does not exist.").arg(file), startOnce);
            break;
        case Problem::Unreadable:
            add(Code::DatabaseUnreadable, QStringLiteral("OpenAlgo's database %1 cannot be read.").arg(file),
                QStringLiteral("Run Tickgate as the user who runs OpenAlgo, or give this user the right to read it."));
            break;
        case Problem::NotSqlite:
            add(Code::DatabaseNotSqlite, QStringLiteral("%1 is no SQLite database.").arg(file),
                QStringLiteral("Correct DATABASE_URL, or restore the file from a backup."));
            break;
        case Problem::TableMissing:
            add(Code::TableMissing, QStringLiteral("OpenAlgo's database %1 lacks api_keys or auth.").arg(file),
                startOnce);
            break;
        case Problem::Locked:
            add(Code::DatabaseLocked, QStringLiteral("OpenAlgo's database %1 is locked now.").arg(file),
                QStringLiteral("Wait until OpenAlgo has finished its update; Tickgate tries again by itself."), false);
            break;
        }
    }

    void checkPython()
    {
        m_result.webAddress = openAlgoWebAddress(m_config.openAlgoHome);
        m_result.python = openAlgoPython(m_config);
        if (m_config.adapterHost && m_result.python.isEmpty()) {
            add(Code::PythonMissing, QStringLiteral("OpenAlgo's Python interpreter was not found."),
                QStringLiteral("Set OPENALGO_PYTHON to the interpreter that OpenAlgo runs with."), false);
        }
    }

    const LoadedConfig &m_loaded;
    const ProxyConfig &m_config;
    const QDir m_folder;
    OpenAlgoInspection m_result;
};

} // namespace

bool OpenAlgoInspection::usable() const
{
    return std::none_of(problems.begin(), problems.end(),
                        [](const OpenAlgoProblem &problem) { return problem.blocking; });
}

QStringList usualOpenAlgoPlaces()
{
    const QDir home = QDir::home();
    QStringList places;
    for (const QString &parent :
         {QString(), QStringLiteral("Desktop"), QStringLiteral("Documents"), QStringLiteral("Downloads"),
          QStringLiteral("Projects"), QStringLiteral("projects"), QStringLiteral("code"), QStringLiteral("trading")}) {
        for (const QString &name :
             {QStringLiteral("openalgo"), QStringLiteral("OpenAlgo"), QStringLiteral("openalgo-main")})
            places.append(QDir::cleanPath(QDir(home.filePath(parent)).filePath(name)));
    }
#ifdef Q_OS_WIN
    places.append({QStringLiteral("C:/openalgo"), QStringLiteral("D:/openalgo")});
#else
    places.append({QStringLiteral("/var/python/openalgo"), QStringLiteral("/opt/openalgo")});
    // The server installer makes one folder for each domain.
    const QDir servers(QStringLiteral("/var/python/openalgo-flask"));
    for (const QString &name : servers.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        places.append(servers.filePath(name + QStringLiteral("/openalgo")));
#endif
    return places;
}

QString findOpenAlgo(const QStringList &places)
{
    const auto found = std::find_if(places.begin(), places.end(), [](const QString &place) {
        return QFileInfo(place).isDir() && looksLikeOpenAlgo(QDir(place));
    });
    return found == places.end() ? QString() : *found;
}

OpenAlgoInspection inspectOpenAlgo(const LoadedConfig &loaded)
{
    return Inspector(loaded).inspect();
}

} // namespace tickgate
