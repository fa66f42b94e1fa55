#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace tickgate {

struct ProxyConfig;

/// One standalone API key; the key itself is kept nowhere.
struct StoredKey
{
    QString id;
    QString user;
    QDateTime created; ///< UTC
    QByteArray hash;   ///< Argon2id, encoded
    QString prefix;    ///< the key's first 4 characters: tells keys apart and narrows the search

    bool operator==(const StoredKey &) const = default;
};

/// The file of standalone API keys: JSON, readable by its owner only, replaced as a whole at every change, so that a
/// reader never sees half of it. A value that holds the path; any thread, blocks on the disk. Errors are sentences.
class KeysFile
{
public:
    explicit KeysFile(QString path);

    struct Contents
    {
        std::vector<StoredKey> keys;
        QString error; ///< empty when it could be read; a file that does not exist yet has no keys and no error
    };
    [[nodiscard]] Contents read() const;

    struct Added
    {
        QByteArray key; ///< shown once, never again
        StoredKey stored;
        QString error;
    };
    /// Makes a key; tens of milliseconds of Argon2. The user name is trimmed; refused when empty, too long or not
    /// printable.
    [[nodiscard]] Added add(const QString &user) const;

    /// Empty when it is gone now, else why not.
    [[nodiscard]] QString remove(const QString &id) const;

    [[nodiscard]] const QString &path() const;

private:
    [[nodiscard]] QString write(const std::vector<StoredKey> &keys) const;

    QString m_path;
};

/// Where the keys file is: as the settings say, else in the configuration folder. Pure.
[[nodiscard]] QString keysFilePath(const ProxyConfig &config, const QString &configDir);

/// The first characters of a key, as StoredKey::prefix keeps them.
[[nodiscard]] QString keyPrefix(const QByteArray &key);

} // namespace tickgate
