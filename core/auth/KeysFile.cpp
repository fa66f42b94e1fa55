#include "core/auth/KeysFile.h"

#include "core/auth/Argon2.h"
#include "core/auth/Secrets.h"
#include "core/config/ProxyConfig.h"
#include "core/config/WholeFile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QTemporaryFile>

#include <algorithm>
#include <chrono>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr int kPrefixLength = 4;
constexpr int kLongestUser = 64;
constexpr qint64 kLargestFile = 4 * 1024 * 1024;
constexpr auto kLockWait = 5s;
constexpr QFileDevice::Permissions kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString whyUserIsRefused(const QString &user)
{
    if (user.isEmpty())
        return QStringLiteral("The user name is empty");
    if (user.size() > kLongestUser)
        return QStringLiteral("The user name is longer than %1 characters").arg(kLongestUser);
    const bool printable = std::all_of(user.begin(), user.end(), [](QChar c) { return c.isPrint(); });
    return printable ? QString() : QStringLiteral("The user name holds characters that cannot be shown");
}

QString newId(const std::vector<StoredKey> &keys)
{
    for (;;) {
        QString id = QStringLiteral("%1").arg(QRandomGenerator::global()->generate(), 8, 16, QLatin1Char('0'));
        if (std::none_of(keys.begin(), keys.end(), [&id](const StoredKey &key) { return key.id == id; }))
            return id;
    }
}

std::optional<StoredKey> storedKeyFrom(const QJsonObject &object)
{
    StoredKey key{object[QLatin1String("id")].toString(), object[QLatin1String("user")].toString(),
                  QDateTime::fromString(object[QLatin1String("created")].toString(), Qt::ISODate),
                  object[QLatin1String("hash")].toString().toLatin1(), object[QLatin1String("prefix")].toString()};
    if (key.id.isEmpty() || key.user.isEmpty() || key.hash.isEmpty())
        return std::nullopt;
    return key;
}

/// Why no lock file could be had. The lock says little of it, so a file is tried in the same folder.
QString lockProblem(const QLockFile &lock, const QString &path)
{
    if (lock.error() == QLockFile::LockFailedError)
        return QStringLiteral("Another program is changing the keys file %1; try again").arg(path);
    const QString folder = QFileInfo(path).absolutePath();
    QTemporaryFile trial(folder + QStringLiteral("/keys-XXXXXX"));
    const bool fits = trial.open() && trial.write("0") == 1 && trial.flush();
    return QStringLiteral("Cannot change the keys file %1: no file can be written in the folder %2 (%3)")
        .arg(path, folder, fits ? QStringLiteral("for a moment") : trial.errorString());
}

} // namespace

QString keysFilePath(const ProxyConfig &config, const QString &configDir)
{
    return config.keysFile.isEmpty() ? QDir(configDir).filePath(QStringLiteral("keys.json")) : config.keysFile;
}

QString keyPrefix(const QByteArray &key)
{
    return QString::fromLatin1(key.left(kPrefixLength));
}

KeysFile::KeysFile(QString path)
    : m_path(std::move(path))
{}

const QString &KeysFile::path() const
{
    return m_path;
}

KeysFile::Contents KeysFile::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return {{}, QStringLiteral("Cannot read the keys file %1: %2").arg(m_path, file.errorString())};

    const auto damaged = [this](const QString &what) {
        return Contents{{},
                        QStringLiteral("The keys file %1 is damaged (%2); restore it from a backup, or delete it and "
                                       "add the keys again")
                            .arg(m_path, what)};
    };
    if (file.size() > kLargestFile)
        return damaged(QStringLiteral("too large"));
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return damaged(parseError.errorString());
    if (!document.object()[QLatin1String("keys")].isArray())
        return damaged(QStringLiteral("it has no list of keys"));

    Contents contents;
    const QJsonArray entries = document.object()[QLatin1String("keys")].toArray();
    for (const auto &value : entries) {
        std::optional<StoredKey> key = storedKeyFrom(value.toObject());
        if (!key)
            return damaged(QStringLiteral("an entry lacks id, user or hash"));
        contents.keys.push_back(std::move(*key));
    }
    return contents;
}

QString KeysFile::write(const std::vector<StoredKey> &keys) const
{
    QJsonArray array;
    for (const StoredKey &key : keys) {
        array.append(QJsonObject{{QStringLiteral("id"), key.id},
                                 {QStringLiteral("user"), key.user},
                                 {QStringLiteral("created"), key.created.toUTC().toString(Qt::ISODate)},
                                 {QStringLiteral("hash"), QString::fromLatin1(key.hash)},
                                 {QStringLiteral("prefix"), key.prefix}});
    }
    const QByteArray json =
        QJsonDocument(QJsonObject{{QStringLiteral("version"), 1}, {QStringLiteral("keys"), array}}).toJson();

    QSaveFile file(m_path);
    // A file that exists lends its permissions to the new one, so they are set, not assumed.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(kOwnerOnly) || file.write(json) != json.size() ||
        !commitWhole(file)) {
        return QStringLiteral("Cannot write the keys file %1: %2").arg(m_path, file.errorString());
    }
    return {};
}

KeysFile::Added KeysFile::add(const QString &user) const
{
    const QString name = user.trimmed();
    if (const QString refusal = whyUserIsRefused(name); !refusal.isEmpty())
        return {{}, {}, refusal};
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!QDir().mkpath(folder))
        return {{}, {}, QStringLiteral("Cannot make the folder %1").arg(folder)};

    const QByteArray key = newSecretKey();
    const std::optional<QByteArray> hash = argon2Hash(key);
    if (!hash)
        return {{}, {}, QStringLiteral("Too little memory to hash the key")};

    // Two commands at once must not lose each other's key between reading and replacing.
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(static_cast<int>(std::chrono::milliseconds(kLockWait).count())))
        return {{}, {}, lockProblem(lock, m_path)};
    Contents contents = read();
    if (!contents.error.isEmpty())
        return {{}, {}, contents.error};
    StoredKey stored{newId(contents.keys), name, QDateTime::currentDateTimeUtc(), *hash, keyPrefix(key)};
    contents.keys.push_back(stored);
    if (const QString problem = write(contents.keys); !problem.isEmpty())
        return {{}, {}, problem};
    return {key, std::move(stored), {}};
}

QString KeysFile::remove(const QString &id) const
{
    if (!QFileInfo::exists(m_path))
        return QStringLiteral("There is no key with the id %1").arg(id);
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(static_cast<int>(std::chrono::milliseconds(kLockWait).count())))
        return lockProblem(lock, m_path);
    Contents contents = read();
    if (!contents.error.isEmpty())
        return contents.error;
    if (std::erase_if(contents.keys, [&id](const StoredKey &key) { return key.id == id; }) == 0)
        return QStringLiteral("There is no key with the id %1").arg(id);
    return write(contents.keys);
}

} // namespace tickgate
