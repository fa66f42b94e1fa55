#include "Doctor.h"

#include "app/ControlClient.h"
#include "app/ControlText.h"
#include "app/SingleInstance.h"
#include "core/auth/KeysFile.h"
#include "core/auth/OpenAlgoInspection.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/ports/PortInspector.h"
#include "core/ports/PortJson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <optional>
#include <vector>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

bool isFine(const PortVerdict &port)
{
    return port.kind == PortVerdictKind::Free || port.kind == PortVerdictKind::Ours;
}

/// Everything that was found, before it is worded.
struct Findings
{
    QList<ConfigProblem> problems;
    std::optional<OpenAlgoInspection> openAlgo; ///< nothing when it is not wanted
    std::optional<KeysFile::Contents> keys;     ///< nothing when they are not what clients are checked against
    QString keysFile;
    std::vector<PortVerdict> ports; ///< of the proxy, on each address
    std::optional<BusVerdict> bus;
    QString unusedOpenAlgo;              ///< found in one of the usual places, where no folder is set
    std::optional<QJsonObject> instance; ///< the running instance's checks

    [[nodiscard]] bool healthyHere() const
    {
        return problems.isEmpty() && (!openAlgo || openAlgo->usable()) && (!keys || keys->error.isEmpty()) &&
               std::all_of(ports.begin(), ports.end(), isFine) && (!bus || bus->fine());
    }
};

/// The test tick alone may take some seconds until it is given up.
constexpr auto kAnswerTimeout = 10s;

std::optional<QJsonObject> askInstance(const PlatformFolders &folders, const QString &verb)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), 1s))
        return std::nullopt;
    const ControlReply reply = client.ask(verb, {}, kAnswerTimeout);
    return reply.result.isObject() ? std::optional(reply.result.toObject()) : std::nullopt;
}

Findings examine(const PlatformFolders &folders, const LoadedConfig &loaded, bool demo)
{
    const ProxyConfig &config = loaded.config;
    const std::optional<QJsonObject> status = askInstance(folders, QStringLiteral("status"));
    Findings findings;
    findings.problems = loaded.problems;
    if (config.auth == AuthKind::OpenAlgo || !config.openAlgoHome.isEmpty())
        findings.openAlgo = inspectOpenAlgo(loaded);
    const bool demoRuns = status && status->value(QLatin1String("demo")).toBool();
    if (resolveAuth(config.auth, demo || demoRuns, openAlgoObstacle(config).isEmpty()) == AuthKind::Keys) {
        findings.keysFile = keysFilePath(config, folders.configDir);
        findings.keys = KeysFile(findings.keysFile).read();
    }
    if (config.openAlgoHome.isEmpty())
        findings.unusedOpenAlgo = findOpenAlgo();

    int webSocketPort = config.webSocketPort;
    int busPort = config.zmqPort;
    ProbeOptions probe;
    probe.reusePort = config.reusePort;
    if (status) {
        // What the instance serves may have been given on its command line.
        webSocketPort = status->value(QLatin1String("ws_port")).toInt(webSocketPort);
        busPort = status->value(QLatin1String("bus_port")).toInt(busPort);
        probe.ourPids.push_back(status->value(QLatin1String("pid")).toInteger());
    }
    const auto inspect = [&findings, &probe](const QString &host, int port) {
        if (port > 0)
            findings.ports.push_back(inspectPort(host, static_cast<quint16>(port), probe));
    };
    inspect(config.webSocketHost, webSocketPort);
    if (config.dualLoopback && config.webSocketHost == QLatin1String("127.0.0.1"))
        inspect(QStringLiteral("::1"), webSocketPort);
    probe.busTopology = config.busTopology;
    if (busPort > 0)
        findings.bus = inspectBus(config.zmqHost, static_cast<quint16>(busPort), probe);
    findings.instance = askInstance(folders, QStringLiteral("doctor"));
    return findings;
}

QString openAlgoText(const OpenAlgoInspection &openAlgo)
{
    QString text = QStringLiteral("OpenAlgo %1\n").arg(openAlgo.folder);
    if (openAlgo.usable())
        text += QStringLiteral("  ok      %1 API keys in %2\n").arg(openAlgo.keys).arg(openAlgo.database);
    for (const QString &taken : openAlgo.taken)
        text += QStringLiteral("          %1\n").arg(taken);
    for (const OpenAlgoProblem &problem : openAlgo.problems) {
        const QString mark = problem.blocking ? QStringLiteral("BROKEN") : QStringLiteral("note");
        text += QStringLiteral("  %1 %2\n          %3\n").arg(mark, -7).arg(problem.text, problem.remedy);
    }
    return text;
}

/// Why OpenAlgo's keys cannot be used; empty when they can, or are not wanted.
QString openAlgoObstacle(const std::optional<OpenAlgoInspection> &openAlgo)
{
    if (openAlgo) {
        for (const OpenAlgoProblem &problem : openAlgo->problems) {
            if (problem.blocking)
                return problem.text;
        }
    }
    return {};
}

QJsonArray openAlgoProblems(const std::optional<OpenAlgoInspection> &openAlgo)
{
    QJsonArray problems;
    if (openAlgo) {
        for (const OpenAlgoProblem &problem : openAlgo->problems) {
            problems.append(QJsonObject{{QStringLiteral("text"), problem.text},
                                        {QStringLiteral("remedy"), problem.remedy},
                                        {QStringLiteral("blocking"), problem.blocking}});
        }
    }
    return problems;
}

QString keysText(const Findings &findings)
{
    const KeysFile::Contents &keys = *findings.keys;
    if (!keys.error.isEmpty())
        return QStringLiteral("  BROKEN  %1.\n").arg(keys.error);
    if (keys.keys.empty())
        return QStringLiteral("  note    no keys in %1, so no client gets in.\n"
                              "          Make one with: tickgate key add USER\n")
            .arg(findings.keysFile);
    return QStringLiteral("  ok      %1 API keys in %2\n").arg(keys.keys.size()).arg(findings.keysFile);
}

QString portText(const PortVerdict &port, bool fine)
{
    QString text =
        QStringLiteral("  %1 %2\n").arg(fine ? QStringLiteral("ok") : QStringLiteral("BROKEN"), -7).arg(port.text);
    if (!fine && !port.remedy.isEmpty())
        text += QStringLiteral("          %1\n").arg(port.remedy);
    return text;
}

QString textOf(const Findings &findings)
{
    QString text = QStringLiteral("Settings\n");
    for (const ConfigProblem &problem : findings.problems)
        text += QStringLiteral("  %1 %2\n").arg(QStringLiteral("BROKEN"), -7).arg(problem.text);
    if (findings.problems.isEmpty())
        text += QStringLiteral("  ok      no problems\n");
    if (findings.openAlgo)
        text += openAlgoText(*findings.openAlgo);
    if (!findings.unusedOpenAlgo.isEmpty()) {
        text += QStringLiteral("  note    OpenAlgo was found in %1, but nothing is taken from it.\n"
                               "          To use it, set OPENALGO_HOME=%1 or choose it in the settings.\n")
                    .arg(findings.unusedOpenAlgo);
    }
    if (findings.keys)
        text += QStringLiteral("Keys\n") + keysText(findings);
    text += QStringLiteral("Ports\n");
    bool oursSaid = false; // each of our listeners' verdicts names them all
    for (const PortVerdict &port : findings.ports) {
        const bool ours = port.kind == PortVerdictKind::Ours;
        if (!ours || !oursSaid)
            text += portText(port, isFine(port));
        oursSaid = oursSaid || ours;
    }
    if (findings.bus)
        text += portText(findings.bus->port, findings.bus->fine());
    text += QStringLiteral("Running instance\n");
    text += findings.instance ? doctorText(*findings.instance)
                              : QStringLiteral("  -       Tickgate is not running; start it with tickgate or tickgate "
                                               "--headless.\n");
    return text;
}

QJsonObject jsonOf(const Findings &findings, bool healthy)
{
    QJsonArray problems;
    for (const ConfigProblem &problem : findings.problems) {
        problems.append(QJsonObject{{QStringLiteral("key"), problem.key},
                                    {QStringLiteral("origin"), problem.origin},
                                    {QStringLiteral("text"), problem.text},
                                    {QStringLiteral("fatal"), problem.fatal}});
    }
    QJsonArray ports;
    for (const PortVerdict &port : findings.ports)
        ports.append(toJson(port));
    if (findings.bus)
        ports.append(toJson(*findings.bus));
    return {{QStringLiteral("ok"), healthy},
            {QStringLiteral("settings"), problems},
            {QStringLiteral("openalgo"), openAlgoObstacle(findings.openAlgo)},
            {QStringLiteral("openalgo_problems"), openAlgoProblems(findings.openAlgo)},
            {QStringLiteral("openalgo_found"), findings.unusedOpenAlgo},
            {QStringLiteral("keys"), findings.keys ? findings.keys->error : QString()},
            {QStringLiteral("ports"), ports},
            {QStringLiteral("instance"), findings.instance ? QJsonValue(*findings.instance) : QJsonValue()}};
}

} // namespace

ExitCode runDoctor(const CommandLine &line, const PlatformFolders &folders, const LoadedConfig &loaded,
                   QTextStream &out, QTextStream &err)
{
    const Findings findings = examine(folders, loaded, line.demo);
    const bool instanceHealthy = findings.instance && findings.instance->value(QLatin1String("ok")).toBool();
    const bool healthy = findings.healthyHere() && instanceHealthy;
    if (line.json)
        out << QString::fromUtf8(QJsonDocument(jsonOf(findings, healthy)).toJson()) << Qt::flush;
    else
        out << textOf(findings) << Qt::flush;
    if (healthy)
        return ExitCode::Done;
    if (findings.instance && !instanceHealthy)
        err << findings.instance->value(QLatin1String("sentence")).toString() << Qt::endl;
    else if (!findings.instance)
        err << "Tickgate is not running (folder " << folders.stateDir << ")." << Qt::endl;
    else
        err << "Some checks failed." << Qt::endl;
    return findings.healthyHere() && !findings.instance ? ExitCode::NoInstance : ExitCode::Failed;
}

} // namespace tickgate
