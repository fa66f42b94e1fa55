#include "SettingsVersion.h"

namespace tickgate {

namespace {
const QString kKey = QStringLiteral("TICKGATE_SETTINGS_VERSION");
} // namespace

const QList<SettingsMigration> &settingsMigrations()
{
    static const QList<SettingsMigration> steps = {
        {1, QStringLiteral("noted the version; every key keeps its name and meaning"), [](EnvFile &) {}},
    };
    return steps;
}

SettingsVersion settingsVersionOf(const EnvFile &file)
{
    const std::optional<QString> text = file.value(kKey);
    if (!text)
        return {};
    bool isNumber = false;
    const int number = text->trimmed().toInt(&isNumber);
    return isNumber && number >= 0 ? SettingsVersion{number, true} : SettingsVersion{0, false};
}

QStringList migrateSettings(EnvFile &file, const QList<SettingsMigration> &steps)
{
    QStringList done;
    const int from = settingsVersionOf(file).number;
    for (const SettingsMigration &step : steps) {
        if (step.to <= from)
            continue;
        step.apply(file);
        file.setValue(kKey, QString::number(step.to));
        done += step.what;
    }
    return done;
}

QString whyReadOnly(const EnvFile &file, const QString &path)
{
    const int number = settingsVersionOf(file).number;
    if (number <= kSettingsVersion)
        return {};
    return QStringLiteral("The settings in %1 were saved by a newer Tickgate (layout %2, this one knows %3). They are "
                          "used as far as they are understood, but not changed here: update Tickgate to change them.")
        .arg(path)
        .arg(number)
        .arg(kSettingsVersion);
}

} // namespace tickgate
