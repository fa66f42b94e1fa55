#include "ConfigLoader.h"

#include "core/config/Contradictions.h"
#include "core/config/EnvFile.h"
#include "core/config/SettingTable.h"
#include "core/config/SettingValue.h"
#include "core/config/SettingsVersion.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <algorithm>
#include <vector>

namespace tickgate {

namespace {

const QString kDefaultOrigin = QStringLiteral("default");
const QString kEnvironmentOrigin = QStringLiteral("environment");
const QString kCommandLineOrigin = QStringLiteral("command line");

/// The settings one source gives, with the words for where they stand.
struct Layer
{
    QString origin;
    QHash<QString, QString> values;
    EnvFile file; ///< for line numbers; empty unless the source is a file

    [[nodiscard]] QString place(const QString &key) const
    {
        const int line = file.lineOf(key);
        return line > 0 ? QStringLiteral("%1, line %2").arg(origin).arg(line) : origin;
    }
};

/// A path as the user wrote it, made absolute: ~ is the home folder, anything relative starts at base.
QString absolutePath(const QString &path, const QString &base)
{
    if (path.isEmpty())
        return path;
    if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/")))
        return QDir::cleanPath(QDir::homePath() + path.mid(1));
    const QString cleaned = QDir::fromNativeSeparators(path);
    return QDir::cleanPath(QDir(base).absoluteFilePath(cleaned));
}

class Loader
{
public:
    explicit Loader(const ConfigSources &sources)
        : m_sources(sources)
    {}

    LoadedConfig load()
    {
        for (const SettingRow &row : settingTable())
            m_loaded.origins.insert(row.key, kDefaultOrigin);

        std::vector<Layer> layers;
        const QString own = m_sources.ownFile();
        if (!m_sources.envFile.isEmpty() || QFileInfo::exists(own))
            layers.push_back(readFile(own, &Loader::bringUpToDate));
        layers.push_back({kEnvironmentOrigin, m_sources.environment, {}});
        layers.push_back({kCommandLineOrigin, m_sources.commandLine, {}});
        addOpenAlgo(layers);

        for (const SettingRow &row : settingTable())
            applyRow(row, layers);
        resolvePaths();
        m_loaded.problems += contradictions(m_loaded.config, m_loaded.origins, m_sources.demo);
        return m_loaded;
    }

private:
    using Treatment = void (Loader::*)(EnvFile &, const QString &);

    Layer readFile(const QString &path, Treatment treat = nullptr)
    {
        EnvFile::ReadResult read = EnvFile::read(path);
        if (!read.ok()) {
            addProblem({}, {}, path, QStringLiteral("The settings file %1.").arg(read.error), true);
            return {path, {}, {}};
        }
        const QList<EnvProblem> problems = read.file.problems();
        for (const EnvProblem &problem : problems) {
            addProblem({}, {}, QStringLiteral("%1, line %2").arg(path).arg(problem.line),
                       QStringLiteral("%1: %2").arg(path, problem.text), false);
        }
        if (treat)
            (this->*treat)(read.file, path);
        return {path, read.file.values(m_sources.environment), read.file};
    }

    /// In memory only: the file itself is changed when somebody saves settings, so that going back stays possible.
    void bringUpToDate(EnvFile &file, const QString &path)
    {
        m_loaded.readOnly = whyReadOnly(file, path);
        if (!m_loaded.readOnly.isEmpty())
            addProblem({}, {}, path, m_loaded.readOnly, false);
        if (!settingsVersionOf(file).readable) {
            addProblem({}, {}, path,
                       QStringLiteral("%1: TICKGATE_SETTINGS_VERSION is not a number; Tickgate writes that line itself "
                                      "when settings are saved, so take yours out.")
                           .arg(path),
                       false);
        }
        migrateSettings(file);
    }

    /// OpenAlgo's own settings come below all others, but where it lives is known only from those.
    void addOpenAlgo(std::vector<Layer> &layers)
    {
        static const QString key = QStringLiteral("OPENALGO_HOME");
        QString home;
        QString place;
        for (const Layer &layer : layers) {
            if (layer.values.contains(key)) {
                home = absolutePath(layer.values.value(key).trimmed(), QDir::currentPath());
                place = layer.place(key);
            }
        }
        if (home.isEmpty())
            return;
        if (!QFileInfo(home).isDir()) {
            addProblem(
                key, home, place,
                QStringLiteral("OPENALGO_HOME is \"%1\" (%2), but there is no such folder; nothing is taken from "
                               "OpenAlgo.")
                    .arg(home, place),
                false);
            return;
        }
        const QString file = QDir(home).filePath(QStringLiteral(".env"));
        if (!QFileInfo::exists(file)) {
            addProblem(
                key, home, place,
                QStringLiteral("OPENALGO_HOME is \"%1\" (%2), but that folder has no .env; nothing is taken from "
                               "OpenAlgo.")
                    .arg(home, place),
                false);
            return;
        }
        layers.insert(layers.begin(), readFile(file));
    }

    /// The topmost layer that has the key decides, even with a bad value: falling through to a lower layer would
    /// give the user a value they believe they have overruled.
    void applyRow(const SettingRow &row, const std::vector<Layer> &layers)
    {
        const auto layer = std::find_if(layers.crbegin(), layers.crend(),
                                        [&row](const Layer &one) { return one.values.contains(row.key); });
        if (layer == layers.crend())
            return;
        const QString value = layer->values.value(row.key);
        m_loaded.origins.insert(row.key, layer->origin);
        if (!applySetting(row, value, m_loaded.config))
            refuse(row, value, layer->place(row.key));
    }

    void refuse(const SettingRow &row, const QString &value, const QString &place)
    {
        const QString shown = maskedSettingText(row, value);
        const QString fallback = maskedSettingText(row, settingText(row, ProxyConfig{}));
        const bool fatal = row.kind == SettingKind::Port;
        const QString end = fatal
                                ? QStringLiteral("Tickgate does not start until that is put right (the default is %1).")
                                : QStringLiteral("The default %1 is used instead.");
        addProblem(row.key, shown, place,
                   QStringLiteral("%1 is \"%2\" (%3), but must be %4. ").arg(row.key, shown, place, allowedText(row)) +
                       end.arg(fallback),
                   fatal);
        m_loaded.origins.insert(row.key, kDefaultOrigin);
    }

    void resolvePaths()
    {
        ProxyConfig &config = m_loaded.config;
        config.openAlgoHome = absolutePath(config.openAlgoHome, QDir::currentPath());
        config.keysFile = absolutePath(config.keysFile, m_sources.configDir);
        config.statsFile =
            absolutePath(config.statsFile, config.openAlgoHome.isEmpty() ? m_sources.configDir : config.openAlgoHome);
        // A bare program name is looked for in PATH.
        if (config.openAlgoPython.contains(u'/') || config.openAlgoPython.contains(u'\\'))
            config.openAlgoPython = absolutePath(
                config.openAlgoPython, config.openAlgoHome.isEmpty() ? QDir::currentPath() : config.openAlgoHome);
    }

    void addProblem(const QString &key, const QString &value, const QString &origin, const QString &text, bool fatal)
    {
        m_loaded.problems.append({key, value, text, origin, fatal});
    }

    const ConfigSources &m_sources;
    LoadedConfig m_loaded;
};

} // namespace

QString ConfigSources::ownFile() const
{
    return envFile.isEmpty() ? QDir(configDir).filePath(QStringLiteral(".env")) : envFile;
}

QHash<QString, QString> processEnvironment()
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QHash<QString, QString> values;
    const QStringList keys = environment.keys();
    for (const QString &key : keys)
        values.insert(key, environment.value(key));
    return values;
}

LoadedConfig loadConfig(const ConfigSources &sources)
{
    return Loader(sources).load();
}

} // namespace tickgate
