#include "StartErrors.h"

#include "core/ports/ListenSocket.h"

#include <cerrno>

namespace tickgate::start_errors {

ServiceError listenFailed(const ProxyConfig &config, int error)
{
    const QString where = QStringLiteral("%1 port %2").arg(config.webSocketHost).arg(config.webSocketPort);
    switch (os::bindFailure(error)) {
    case os::BindFailure::InUse:
        return {ServiceErrorCode::PortBusy,
                QStringLiteral("Port %1 is in use by another program.").arg(config.webSocketPort),
                QStringLiteral("Open Ports to see which one, or free it with Force-Release."), std::nullopt};
    case os::BindFailure::NoRights:
        return {ServiceErrorCode::PortForbidden,
                QStringLiteral("The system does not allow listening on %1.").arg(where),
                QStringLiteral("Choose a port above 1024 in Settings."), std::nullopt};
    case os::BindFailure::NoSuchAddress:
    case os::BindFailure::NoSuchFamily:
        return {ServiceErrorCode::BadAddress,
                QStringLiteral("%1 is no address of this computer.").arg(config.webSocketHost),
                QStringLiteral("Set WEBSOCKET_HOST to 127.0.0.1 in Settings."), std::nullopt};
    case os::BindFailure::Other:
        break;
    }
    return {ServiceErrorCode::ListenFailed,
            QStringLiteral("Listening on %1 failed: %2.").arg(where, QString::fromStdString(os::errorText(error))),
            QStringLiteral("Try again; if it stays, choose another port in Settings."), std::nullopt};
}

ServiceError busFailed(const ProxyConfig &config, const BusOpened &opened)
{
    if (opened.error == EADDRINUSE) {
        return {ServiceErrorCode::BusBusy,
                QStringLiteral("Bus port %1 is in use by a program that is no publisher.").arg(config.zmqPort),
                QStringLiteral("Open Ports to see which one, or free it with Force-Release."), std::nullopt};
    }
    return {ServiceErrorCode::BusFailed,
            QStringLiteral("The bus %1 could not be opened: %2.")
                .arg(QString::fromStdString(opened.endpoint), QString::fromStdString(opened.errorText)),
            QStringLiteral("Check ZMQ_HOST and ZMQ_PORT in Settings."), std::nullopt};
}

ServiceError bridgeFailed(const QString &reason)
{
    return {ServiceErrorCode::BridgeFailed, QStringLiteral("The bus stopped working: %1.").arg(reason),
            QStringLiteral("Press Start."), std::nullopt};
}

ServiceError hubFailed(const QString &reason)
{
    return {ServiceErrorCode::HubFailed, QStringLiteral("The server stopped working: %1.").arg(reason),
            QStringLiteral("Press Start."), std::nullopt};
}

ServiceError notPrepared(const QString &reason)
{
    return {ServiceErrorCode::HubFailed, QStringLiteral("The server could not be started: %1.").arg(reason),
            QStringLiteral("Press Start; if it comes back, save the log and restart Tickgate."), std::nullopt};
}

ServiceError bridgeStalled()
{
    return {ServiceErrorCode::BridgeStalled, QStringLiteral("The bus has not been read for 5 s."),
            QStringLiteral("Press Start; if it comes back, save the log and restart Tickgate."), std::nullopt};
}

ServiceError hubStalled()
{
    return {ServiceErrorCode::HubStalled, QStringLiteral("The server has not answered for 5 s."),
            QStringLiteral("Press Start; if it comes back, save the log and restart Tickgate."), std::nullopt};
}

ServiceError hubLost()
{
    return {ServiceErrorCode::HubStalled,
            QStringLiteral("The server does not answer and cannot be stopped; its port stays taken."),
            QStringLiteral("Press Start: Tickgate starts itself anew, which frees the port, and serves again."),
            std::nullopt};
}

ServiceError badConfiguration(const LoadedConfig &loaded)
{
    QStringList sentences;
    for (const ConfigProblem &problem : loaded.problems) {
        if (problem.fatal)
            sentences.append(problem.text);
    }
    return {ServiceErrorCode::BadConfiguration, sentences.join(QLatin1Char(' ')),
            QStringLiteral("Correct it in Settings, then press Start."), std::nullopt};
}

ServiceError listenerLost(quint16 port)
{
    return {ServiceErrorCode::ListenFailed, QStringLiteral("Port %1 was closed behind our back.").arg(port),
            QStringLiteral("Press Start."), std::nullopt};
}

} // namespace tickgate::start_errors
