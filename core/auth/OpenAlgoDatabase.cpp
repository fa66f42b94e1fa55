#include "core/auth/OpenAlgoDatabase.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QVariant>

#include <atomic>

namespace tickgate {

namespace {

using Problem = OpenAlgoDatabase::Problem;

// SQLite's result codes; their low byte, since extended codes carry more above it.
constexpr int kSqliteBusy = 5;
constexpr int kSqliteLocked = 6;
constexpr int kSqliteReadOnly = 8;
constexpr int kSqliteCannotOpen = 14;
constexpr int kSqliteNotADatabase = 26;
constexpr int kSqliteCorrupt = 11;
constexpr int kCodeMask = 0xff;

int sqliteCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & kCodeMask;
}

Problem problemOf(const QSqlError &error)
{
    switch (sqliteCode(error)) {
    case kSqliteBusy:
    case kSqliteLocked:
        return Problem::Locked;
    case kSqliteNotADatabase:
    case kSqliteCorrupt:
        return Problem::NotSqlite;
    case kSqliteCannotOpen:
        return Problem::Unreadable;
    default:
        return error.databaseText().contains(QStringLiteral("no such table")) ? Problem::TableMissing
                                                                              : Problem::Unreadable;
    }
}

/// A file that is no database would only be noticed at the first query, and an empty one not even then.
Problem lookAtFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(file).isFile())
        return Problem::Absent;
    if (!file.open(QIODevice::ReadOnly))
        return Problem::Unreadable;
    const QByteArray start = file.read(16);
    if (start.isEmpty())
        return Problem::TableMissing;
    return start == QByteArray("SQLite format 3", 16) ? Problem::None : Problem::NotSqlite;
}

/// One connection under a name of its own, closed and forgotten at the end of the scope, on one thread.
class Connection
{
public:
    Connection()
        : m_name(QStringLiteral("openalgo-%1").arg(nextNumber()))
        , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
    {}

    ~Connection()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    bool open(const QString &file)
    {
        m_database.setDatabaseName(file);
        m_database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=1500"));
        return m_database.open();
    }

    /// For a database in WAL mode in a folder where nothing may be made: readable only as a file that nobody changes,
    /// which is true exactly as long as there is no write-ahead log.
    bool openUnchanging(const QString &file)
    {
        if (QFileInfo::exists(file + QStringLiteral("-wal")))
            return false;
        m_database.close();
        m_database.setDatabaseName(QUrl::fromLocalFile(file).toString(QUrl::FullyEncoded) +
                                   QStringLiteral("?mode=ro&immutable=1"));
        m_database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"));
        return m_database.open();
    }

    [[nodiscard]] QSqlDatabase &database() { return m_database; }

private:
    static quint64 nextNumber()
    {
        static std::atomic<quint64> number = 0;
        return ++number;
    }

    QString m_name;
    QSqlDatabase m_database;
};

/// Runs one query and gives every row to onRow.
template <typename OnRow>
std::optional<QSqlError> runQuery(Connection &connection, const QString &sql, const QVariantList &values, OnRow onRow)
{
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    bool done = query.prepare(sql);
    if (done) {
        for (const QVariant &value : values)
            query.addBindValue(value);
        done = query.exec();
    }
    while (done && query.next())
        onRow(query);
    if (query.lastError().isValid())
        return query.lastError();
    return std::nullopt;
}

template <typename Value, typename OnRow>
OpenAlgoDatabase::Result<Value> readAll(const QString &file, const QString &sql, const QVariantList &values,
                                        OnRow onRow)
{
    OpenAlgoDatabase::Result<Value> result;
    result.problem = lookAtFile(file);
    if (!result.ok())
        return result;

    Connection connection;
    std::optional<QSqlError> error;
    const auto attempt = [&](bool opened) {
        result.value = {};
        if (opened)
            error = runQuery(connection, sql, values, [&](const QSqlQuery &row) { onRow(result.value, row); });
        else
            error = connection.database().lastError();
    };
    attempt(connection.open(file));
    const bool cannotShare =
        error && (sqliteCode(*error) == kSqliteCannotOpen || sqliteCode(*error) == kSqliteReadOnly);
    if (cannotShare && connection.openUnchanging(file))
        attempt(true);
    if (error) {
        result.value = {};
        result.problem = problemOf(*error);
        result.detail = error->text();
    }
    return result;
}

} // namespace

OpenAlgoDatabase::OpenAlgoDatabase(QString file)
    : m_file(std::move(file))
{}

const QString &OpenAlgoDatabase::file() const
{
    return m_file;
}

OpenAlgoDatabase::Result<std::vector<OpenAlgoDatabase::StoredKey>> OpenAlgoDatabase::keys() const
{
    using Keys = std::vector<StoredKey>;
    return readAll<Keys>(m_file, QStringLiteral("SELECT user_id, api_key_hash FROM api_keys"), {},
                         [](Keys &keys, const QSqlQuery &row) {
                             keys.push_back({row.value(0).toString(), row.value(1).toString().toUtf8()});
                         });
}

OpenAlgoDatabase::Result<std::optional<OpenAlgoDatabase::Login>> OpenAlgoDatabase::login(const QString &userId) const
{
    using MaybeLogin = std::optional<Login>;
    return readAll<MaybeLogin>(m_file, QStringLiteral("SELECT broker, is_revoked FROM auth WHERE name = ?"), {userId},
                               [](MaybeLogin &login, const QSqlQuery &row) {
                                   login = Login{row.value(0).toString(), row.value(1).toBool()};
                               });
}

OpenAlgoDatabase::Result<int> OpenAlgoDatabase::probe() const
{
    return readAll<int>(m_file,
                        QStringLiteral("SELECT (SELECT count(*) FROM api_keys), (SELECT count(*) FROM auth WHERE 0)"),
                        {}, [](int &count, const QSqlQuery &row) { count = row.value(0).toInt(); });
}

} // namespace tickgate
