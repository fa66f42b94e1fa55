#pragma once

#include "core/ports/PortVerdict.h"

#include <QString>

#include <vector>

namespace tickgate {

/// What a holder is to OpenAlgo: the remedy costs more when the proxy runs inside the application.
enum class OpenAlgoRole
{
    None,
    Proxy,   ///< the WebSocket proxy as a process of its own: only market data ends with it
    WholeApp ///< app.py or gunicorn: orders, strategies and the dashboard end with it
};

/// Programs that pass a port on for something that runs elsewhere; ending them hits the wrong thing.
enum class RelayKind
{
    None,
    Container,
    Wsl,
    VirtualMachine
};

/// One process that holds a socket of the port, and what is known about it.
struct HolderFacts
{
    PortHolder holder;
    bool ours = false;     ///< this process, or the running instance that asks
    bool tickgate = false; ///< another process of our program
    OpenAlgoRole openAlgo = OpenAlgoRole::None;
    RelayKind relay = RelayKind::None;
    QString unit; ///< service or container that would start it again
    bool mayEnd = false;
    bool vanished = false;         ///< the system names a process that is no more
    std::vector<PortHolder> heirs; ///< children of a vanished process: they inherited its socket

    bool operator==(const HolderFacts &) const = default;
};

/// One listening socket on the port.
struct ListenerFacts
{
    QString address;
    bool v6 = false;
    QString user;                     ///< of the socket; empty when the system keeps it
    bool hiddenOwner = false;         ///< no process shown because it is another user's
    std::vector<HolderFacts> holders; ///< several when the descriptor was inherited

    bool operator==(const ListenerFacts &) const = default;
};

enum class BindOutcome
{
    Ok,
    InUse,
    NoRights,
    NoSuchAddress,
    NoSuchFamily,
    NotNumeric, ///< a host name or rubbish; never handed to the system
    Other
};

/// Everything that was found out about one port, before anybody judges it. Input of judgePort().
struct PortFacts
{
    QString address; ///< as bound: numeric
    QString given;   ///< as configured, for the text
    quint16 port = 0;
    BindOutcome asListener = BindOutcome::Ok; ///< with the listener's own options
    BindOutcome strict = BindOutcome::Ok;     ///< without any address reuse
    QString bindError;                        ///< the system's own words
    std::vector<ListenerFacts> listeners;
    int lingering = 0; ///< connections of the port, but not listening
    int secondsToGo = 0;
    std::vector<HolderFacts> connectionHolders; ///< who still holds such connections

    bool operator==(const PortFacts &) const = default;
};

} // namespace tickgate
