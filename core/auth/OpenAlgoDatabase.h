#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace tickgate {

/// Read-only look into OpenAlgo's SQLite database while OpenAlgo writes to it, in any journal mode. Every call opens a
/// connection of its own and closes it again, so any thread may call, several at once, and a replaced file is noticed.
/// Blocks: on the disk, and up to 1.5 s on a writer that locks readers out.
class OpenAlgoDatabase
{
public:
    enum class Problem
    {
        None,
        Absent,
        Unreadable,
        NotSqlite,
        TableMissing,
        Locked
    };

    struct StoredKey
    {
        QString userId;
        QByteArray hash; ///< Argon2id of key + pepper, encoded

        bool operator==(const StoredKey &) const = default;
    };

    struct Login
    {
        QString broker;
        bool revoked = false;

        bool operator==(const Login &) const = default;
    };

    template <typename Value>
    struct Result
    {
        Value value{};
        Problem problem = Problem::None;
        QString detail; ///< what SQLite said, for the log

        [[nodiscard]] bool ok() const { return problem == Problem::None; }
    };

    explicit OpenAlgoDatabase(QString file);

    /// Every API key of table api_keys.
    [[nodiscard]] Result<std::vector<StoredKey>> keys() const;
    /// The broker login of one user in table auth; nothing when there is none.
    [[nodiscard]] Result<std::optional<Login>> login(const QString &userId) const;
    /// Whether both tables can be read, without their contents; value is the number of keys.
    [[nodiscard]] Result<int> probe() const;

    [[nodiscard]] const QString &file() const;

private:
    QString m_file;
};

} // namespace tickgate
