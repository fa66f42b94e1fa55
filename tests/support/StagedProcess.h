#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace tickgate::test {

/// A real child process that a test stages, e.g. as the holder of a port. Ends with the object, killed by pid.
class StagedProcess
{
public:
    StagedProcess() = default;
    ~StagedProcess();
    StagedProcess(const StagedProcess &) = delete;
    StagedProcess &operator=(const StagedProcess &) = delete;

    /// Starts it and waits until it has printed a line that begins with "ready"; false otherwise.
    [[nodiscard]] bool start(const QString &program, const QStringList &arguments, const QString &workingFolder = {});

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] bool running() const { return m_process.state() != QProcess::NotRunning; }
    /// What followed "ready" on its line.
    [[nodiscard]] QString readyText() const { return m_readyText; }
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QString m_readyText;
};

/// Python 3, or empty where there is none.
[[nodiscard]] QString python();

/// Writes a file below `folder`, making the folders on the way; returns its path.
QString writeFile(const QString &folder, const QString &relative, const QByteArray &content);

/// A Python program that listens on every "address,port" among its arguments and prints "ready". Flags: --ignore-term,
/// --reuse-port, --no-reuse, --dual (IPv6 sockets serve IPv4 as well), --bind-only.
[[nodiscard]] QByteArray listenerScript();

/// A port that nobody listens on at the moment, on IPv4 or IPv6.
[[nodiscard]] quint16 freshPort();

/// The command line prefix that runs a program as the user nobody; empty when we are not root or cannot.
[[nodiscard]] QStringList asNobody();

} // namespace tickgate::test
