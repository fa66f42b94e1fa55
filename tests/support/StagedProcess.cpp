#include "StagedProcess.h"

#include "TestSupport.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace tickgate::test {

StagedProcess::~StagedProcess()
{
    if (running()) {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
}

bool StagedProcess::start(const QString &program, const QStringList &arguments, const QString &workingFolder)
{
    if (!workingFolder.isEmpty())
        m_process.setWorkingDirectory(workingFolder);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program, arguments);
    if (!m_process.waitForStarted())
        return false;
    const bool ready = waitFor([this] {
        while (m_process.canReadLine()) {
            const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
            if (line.startsWith(QLatin1String("ready"))) {
                m_readyText = line.mid(6);
                return true;
            }
        }
        return !running();
    });
    return ready && running();
}

QString python()
{
    // The real interpreter, not a version manager's wrapper: tests look at what holds the port.
    static const QString path = [] {
        for (const QString &candidate :
             {QStringLiteral("/usr/bin/python3"), QStandardPaths::findExecutable(QStringLiteral("python3"))}) {
            QProcess ask;
            ask.start(candidate, {QStringLiteral("-c"), QStringLiteral("import sys; print(sys.executable)")});
            if (ask.waitForFinished() && ask.exitCode() == 0 && ask.exitStatus() == QProcess::NormalExit)
                return QString::fromUtf8(ask.readAllStandardOutput()).trimmed();
        }
        return QString();
    }();
    return path;
}

QString writeFile(const QString &folder, const QString &relative, const QByteArray &content)
{
    QString path = folder + QLatin1Char('/') + relative;
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    return path;
}

QByteArray listenerScript()
{
    return R"PY(import signal
import socket
import sys
import threading

if "--ignore-term" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
sockets = []
for argument in sys.argv[1:]:
    if argument.startswith("--"):
        continue
    address, port = argument.rsplit(",", 1)
    s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    if "--no-reuse" not in sys.argv:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if "--reuse-port" in sys.argv:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if ":" in address:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if "--dual" in sys.argv else 1)
    s.bind((address, int(port)))
    if "--bind-only" not in sys.argv:
        s.listen()
    sockets.append(s)
print("ready", sockets[0].getsockname()[1] if sockets else 0, flush=True)
while True:
    signal.pause()
)PY";
}

quint16 freshPort()
{
    for (int attempt = 0; attempt < 50; ++attempt) {
        QTcpServer v4;
        QTcpServer v6;
        if (!v4.listen(QHostAddress::AnyIPv4))
            continue;
        const quint16 port = v4.serverPort();
        const bool v6Free = v6.listen(QHostAddress::AnyIPv6, port) ||
                            v6.serverError() == QAbstractSocket::UnsupportedSocketOperationError ||
                            v6.serverError() == QAbstractSocket::SocketAddressNotAvailableError;
        if (v6Free)
            return port;
    }
    return 0;
}

QStringList asNobody()
{
#ifdef Q_OS_UNIX
    const QString setpriv = QStandardPaths::findExecutable(QStringLiteral("setpriv"));
    if (::geteuid() == 0 && !setpriv.isEmpty())
        return {setpriv,
                QStringLiteral("--reuid=65534"),
                QStringLiteral("--regid=65534"),
                QStringLiteral("--clear-groups"),
                QStringLiteral("--inh-caps=-all"),
                QStringLiteral("--bounding-set=-all")};
#endif
    return {};
}

} // namespace tickgate::test
