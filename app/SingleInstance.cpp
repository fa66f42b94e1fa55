#include "SingleInstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tickgate {

namespace {

/// What fits into a socket address on every Unix, with room for the random name used while binding.
constexpr qsizetype kLongestSocketPath = 90;

} // namespace

QString controlSocketName(const QString &stateDir)
{
    const QString canonical = QFileInfo(stateDir).canonicalFilePath();
    const QString folder = canonical.isEmpty() ? QDir::cleanPath(stateDir) : canonical;
#ifndef Q_OS_WIN
    QString inside = folder + QStringLiteral("/control.sock");
    if (QFile::encodeName(inside).size() <= kLongestSocketPath)
        return inside;
#endif
    const QByteArray hash = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("tickgate-") + QString::fromLatin1(hash.left(24));
}

SingleInstance::SingleInstance(const QString &stateDir)
    : m_stateDir(stateDir)
    , m_lock(QDir(stateDir).filePath(QStringLiteral("tickgate.lock")))
{
    // A session lasts all day: the lock's age says nothing, only whether its process lives.
    m_lock.setStaleLockTime(0);
}

SingleInstance::Result SingleInstance::acquire()
{
    if (m_lock.tryLock(0))
        return {Outcome::First, 0, {}};
    if (m_lock.error() != QLockFile::LockFailedError) {
        return {Outcome::Unusable, 0,
                QStringLiteral("The folder %1 cannot be written; check its rights or choose another with --config-dir.")
                    .arg(m_stateDir)};
    }
    qint64 pid = 0;
    QString host;
    QString name;
    if (!m_lock.getLockInfo(&pid, &host, &name))
        pid = 0;
    const QString who = pid > 0 ? QStringLiteral(" (pid %1)").arg(pid) : QString();
    return {Outcome::AlreadyRunning, pid,
            QStringLiteral("Tickgate is already running%1 with the folder %2. Use --instance NAME or --config-dir D to "
                           "run another beside it.")
                .arg(who, m_stateDir)};
}

void SingleInstance::release()
{
    m_lock.unlock();
}

} // namespace tickgate
