#include "tests/support/OpenAlgoTree.h"

#include "tests/support/TestSupport.h"

#include <QStandardPaths>
#include <QtDebug>

namespace tickgate::test {

namespace {

constexpr int kCommandTimeoutMs = 60'000;

QStringList scriptArguments(const QString &folder, const QStringList &command)
{
    return QStringList{sourcePath(QStringLiteral("tests/support/openalgo/make_openalgo.py")), folder} + command;
}

bool hasModules(const QString &python)
{
    QProcess process;
    process.start(python, {QStringLiteral("-c"), QStringLiteral("import argon2, zmq, websockets")});
    return process.waitForFinished(kCommandTimeoutMs) && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

} // namespace

QString pythonForTests()
{
    static const QString found = [] {
        const QStringList candidates{QStringLiteral("/usr/bin/python3"),
                                     QStandardPaths::findExecutable(QStringLiteral("python3"))};
        for (const QString &candidate : candidates) {
            if (!candidate.isEmpty() && hasModules(candidate))
                return candidate;
        }
        return QString();
    }();
    return found;
}

OpenAlgoTree::Hold::~Hold()
{
    release();
}

void OpenAlgoTree::Hold::release()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(kCommandTimeoutMs))
        m_process.kill();
}

bool OpenAlgoTree::make(Journal journal)
{
    QStringList command{QStringLiteral("init")};
    if (journal == Journal::Wal)
        command.append(QStringLiteral("--wal"));
    return m_dir.isValid() && run(command);
}

bool OpenAlgoTree::run(const QStringList &command)
{
    QProcess process;
    process.start(pythonForTests(), scriptArguments(folder(), command));
    if (process.waitForFinished(kCommandTimeoutMs) && process.exitCode() == 0)
        return true;
    qWarning().noquote() << process.readAllStandardError();
    return false;
}

bool OpenAlgoTree::addUser(const QString &name, const QString &key, const QString &broker)
{
    return run({QStringLiteral("user"), name, key, broker});
}

std::unique_ptr<OpenAlgoTree::Hold> OpenAlgoTree::hold(const QString &verb)
{
    auto hold = std::make_unique<Hold>();
    hold->m_process.start(pythonForTests(), scriptArguments(folder(), {verb}));
    if (!hold->m_process.waitForReadyRead(kCommandTimeoutMs)) {
        qWarning().noquote() << hold->m_process.readAllStandardError();
        return nullptr;
    }
    return hold;
}

QString OpenAlgoTree::folder() const
{
    return m_dir.filePath(QStringLiteral("openalgo"));
}

QString OpenAlgoTree::databaseFile() const
{
    return folder() + QStringLiteral("/db/openalgo.db");
}

QByteArray OpenAlgoTree::pepper()
{
    return QByteArrayLiteral("a-pepper-for-tests-0123456789abcdef0123456789abcdef");
}

} // namespace tickgate::test
