#include "TickgateProcess.h"

#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace tickgate::test {

namespace {

int exitCodeOf(QProcess &process)
{
    if (!waitFor([&process] { return process.state() == QProcess::NotRunning; }, TickgateProcess::kPatienceMs))
        return -1;
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished(TickgateProcess::kPatienceMs);
}

} // namespace

QJsonObject TickgateProcess::Answer::object() const
{
    return QJsonDocument::fromJson(out.toUtf8()).object();
}

QJsonArray TickgateProcess::Answer::array() const
{
    return QJsonDocument::fromJson(out.toUtf8()).array();
}

TickgateProcess::TickgateProcess(const QString &configDir, const QStringList &more,
                                 const QProcessEnvironment &environment)
{
    QProcessEnvironment offscreen = environment;
    offscreen.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    setProcessEnvironment(offscreen);
    QStringList arguments{QStringLiteral("--demo"), QStringLiteral("--config-dir"), configDir,
                          QStringLiteral("--zmq-port"), QStringLiteral("0")};
    if (!more.contains(QLatin1String("--ws-port")))
        arguments += {QStringLiteral("--ws-port"), QStringLiteral("0")};
    start(program(), arguments + more);
}

TickgateProcess::~TickgateProcess()
{
    end(*this);
}

bool TickgateProcess::waitListening()
{
    static const QRegularExpression line(QStringLiteral("listening ws=(\\d+) bus=(\\d+)\\s"));
    return waitFor(
        [this] {
            m_out += QString::fromUtf8(readAllStandardOutput());
            const auto match = line.match(m_out, m_read);
            if (!match.hasMatch())
                return false;
            m_read = match.capturedEnd();
            webSocketPort = match.captured(1).toInt();
            busPort = match.captured(2).toInt();
            return true;
        },
        kPatienceMs);
}

int TickgateProcess::waitEnd()
{
    return exitCodeOf(*this);
}

TickgateProcess::Answer TickgateProcess::ask(const QString &configDir, const QStringList &words,
                                             const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program(), words + QStringList{QStringLiteral("--config-dir"), configDir});
    Answer answer;
    answer.exitCode = exitCodeOf(process);
    end(process);
    answer.out = QString::fromUtf8(process.readAllStandardOutput());
    answer.err = QString::fromUtf8(process.readAllStandardError());
    return answer;
}

QString TickgateProcess::program()
{
    return QStringLiteral(TICKGATE_EXECUTABLE);
}

} // namespace tickgate::test
