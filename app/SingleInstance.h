#pragma once

#include <QLockFile>
#include <QString>

namespace tickgate {

/// The control socket's name for a state folder (which differs per user, --config-dir and --instance). On Unix a file
/// inside the folder while that path is short enough, else a hashed name in the temporary folder. Pure.
[[nodiscard]] QString controlSocketName(const QString &stateDir);

/// The right to be the one process that uses a state folder: a lock file that the system's idea of running processes
/// keeps honest, so that one left behind by a killed process counts for nothing. Main thread; lives as long as the
/// process serves.
class SingleInstance
{
public:
    enum class Outcome
    {
        First,
        AlreadyRunning,
        Unusable ///< the folder cannot be written
    };

    struct Result
    {
        Outcome outcome = Outcome::Unusable;
        qint64 pid = 0; ///< of the one that runs, 0 when unknown
        QString text;   ///< why not First, in a sentence
    };

    explicit SingleInstance(const QString &stateDir);

    [[nodiscard]] Result acquire();
    void release();

private:
    const QString m_stateDir;
    QLockFile m_lock;
};

} // namespace tickgate
