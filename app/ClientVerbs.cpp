#include "ClientVerbs.h"

#include "app/ControlClient.h"
#include "app/ControlText.h"
#include "app/ForegroundRight.h"
#include "app/ProgramVersion.h"
#include "app/SingleInstance.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 2s;
constexpr auto kAnswerTimeout = 5s;
/// A stop waits for mute clients and a start for its ports, each well below this.
constexpr auto kLifeCycleTimeout = 30s;
/// A quiet feed is no reason to end a tail.
constexpr auto kStreamTimeout = std::chrono::hours(24 * 7);

struct Question
{
    QString verb;
    QJsonObject arguments;
    std::chrono::milliseconds timeout = kAnswerTimeout;
};

Question questionOf(const CommandLine &line)
{
    switch (line.verb) {
    case Verb::Start:
        return {QStringLiteral("start"), {}, kLifeCycleTimeout};
    case Verb::Stop:
        return {QStringLiteral("stop"), {}, kLifeCycleTimeout};
    case Verb::Restart:
        return {QStringLiteral("restart"), {}, kLifeCycleTimeout};
    case Verb::Quit:
        return {QStringLiteral("quit"), {}, kLifeCycleTimeout};
    case Verb::Clients:
        return {QStringLiteral("clients"), {}};
    case Verb::Kick:
        return {QStringLiteral("kick"), {{QStringLiteral("id"), static_cast<qint64>(line.clientId)}}};
    case Verb::Tail:
        return {QStringLiteral("tail"), {{QStringLiteral("symbol"), line.symbol}}, kStreamTimeout};
    default:
        return {QStringLiteral("status"), {}};
    }
}

QString jsonText(const QJsonValue &value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(document.toJson(QJsonDocument::Indented));
}

QString answerText(Verb verb, const ControlReply &reply)
{
    switch (verb) {
    case Verb::Status:
        return statusText(reply.result.toObject());
    case Verb::Clients:
        return clientsText(reply.result.toArray());
    default:
        return reply.message.isEmpty() ? QString() : reply.message + u'\n';
    }
}

/// The verbs without a result of their own answer with ok and message.
QJsonValue answerJson(const ControlReply &reply)
{
    if (!reply.result.isNull() && !reply.result.isUndefined())
        return reply.result;
    return QJsonObject{{QStringLiteral("ok"), reply.exit == ExitCode::Done},
                       {QStringLiteral("message"), reply.message}};
}

} // namespace

bool isClientVerb(Verb verb)
{
    return verb >= Verb::Status && verb <= Verb::Tail;
}

ExitCode runClientVerb(const CommandLine &line, const PlatformFolders &folders, QTextStream &out, QTextStream &err)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), kConnectTimeout)) {
        const QString name = line.instance.isEmpty() ? QString() : QStringLiteral(" \"%1\"").arg(line.instance);
        err << "No running Tickgate" << name << " was found (folder " << folders.stateDir
            << "). Start it with tickgate or tickgate --headless." << Qt::endl;
        return ExitCode::NoInstance;
    }
    const Question question = questionOf(line);
    bool leaving = false;
    ControlReply reply = client.ask(question.verb, question.arguments, question.timeout, [&](const QJsonObject &item) {
        if (line.verb == Verb::Tail && item.contains(QLatin1String("missed")))
            err << "(" << item.value(QLatin1String("missed")).toInteger() << " ticks left out)" << Qt::endl;
        else if (line.verb == Verb::Tail)
            out << (line.json ? tickJsonLine(item) : tickText(item)) << Qt::flush;
        else
            leaving = true;
    });
    // The end of the process is the answer to quit.
    if (line.verb == Verb::Quit && leaving && reply.connectionLost)
        reply = {ExitCode::Done, QStringLiteral("Tickgate has ended."), {}};
    if (line.json && line.verb != Verb::Tail)
        out << jsonText(answerJson(reply)) << Qt::flush;
    else if (reply.exit == ExitCode::Done)
        out << answerText(line.verb, reply) << Qt::flush;
    if (reply.exit != ExitCode::Done)
        err << reply.message << Qt::endl;
    return reply.exit;
}

bool raiseRunningInstance(const PlatformFolders &folders, qint64 pid)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), kConnectTimeout))
        return false;
    if (pid > 0)
        passForegroundRight(pid);
    return client
               .ask(QStringLiteral("raise"),
                    {{QStringLiteral("activation_token"), activationToken()},
                     {QStringLiteral("version"), reportedVersion()}},
                    kAnswerTimeout)
               .exit == ExitCode::Done;
}

} // namespace tickgate
