#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tickgate::test {

/// A Python that has argon2, zmq and websockets: Debian's packages live in /usr/bin/python3, and another python3 may
/// come first in PATH. Empty when there is none.
[[nodiscard]] QString pythonForTests();

/// A miniature OpenAlgo folder in a temporary place: .env, database with real hashes, the module paths that the adapter
/// host imports. See tests/support/openalgo.
class OpenAlgoTree
{
public:
    enum class Journal
    {
        Rollback,
        Wal
    };

    /// What it holds keeps going until it is released: a lock on the database, an open transaction.
    class Hold
    {
    public:
        ~Hold();
        /// Ends it and waits for that.
        void release();

    private:
        friend class OpenAlgoTree;
        QProcess m_process;
    };

    [[nodiscard]] bool make(Journal journal = Journal::Rollback);
    /// One command of make_openalgo.py: {"user", NAME, KEY, BROKER}, {"key", NAME, KEY}, {"revoke", NAME}, ...
    [[nodiscard]] bool run(const QStringList &command);
    [[nodiscard]] bool addUser(const QString &name, const QString &key, const QString &broker);
    /// {"lock"} or {"write"}; null when it did not begin.
    [[nodiscard]] std::unique_ptr<Hold> hold(const QString &verb);

    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString databaseFile() const;
    [[nodiscard]] static QByteArray pepper();

private:
    QTemporaryDir m_dir;
};

} // namespace tickgate::test
