#pragma once

#include "core/config/ProxyConfig.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace tickgate {

/// What the user wants of this process. Serve opens the panel, or runs headless; Status to Tail ask a running
/// instance; the rest needs none.
enum class Verb
{
    Serve,
    Status,
    Start,
    Stop,
    Restart,
    Quit,
    Clients,
    Kick,
    Tail,
    Port,
    Release,
    Bundle,
    Key,
    Doctor,
    Help,
    Version,
};

/// The command line as values, checked. Plain data.
struct CommandLine
{
    Verb verb = Verb::Serve;

    bool headless = false;
    bool demo = false;
    bool minimized = false;
    double demoRate = 200; ///< ticks per second
    quint32 demoSeed = 0;  ///< 0: a different walk each time

    QString envFile;
    QString configDir; ///< empty: the system's
    QString instance;
    std::optional<int> webSocketPort; ///< 0 picks a free one
    std::optional<int> zmqPort;
    QString zmqHost;
    QString logLevel;

    bool json = false;
    bool dryRun = false;
    bool yes = false;
    bool force = false;
    quint64 clientId = 0;     ///< of Kick
    QString symbol;           ///< of Tail, may be empty
    std::optional<int> port;  ///< of Port and Release
    QString file;             ///< of Bundle
    QStringList keyArguments; ///< of Key: add USER, list [--json], remove ID

    bool operator==(const CommandLine &) const = default;

    /// The options that are settings, as the topmost layer of the configuration.
    [[nodiscard]] QHash<QString, QString> settings() const;
};

struct CommandLineResult
{
    CommandLine value;
    QString usageError; ///< one sentence; empty when the command line is understood

    [[nodiscard]] bool ok() const { return usageError.isEmpty(); }
};

/// Understands the arguments after the program's name. --help and --version win over everything else. Options that
/// belong to the window system (-platform, -style, ...) are passed over. Pure.
[[nodiscard]] CommandLineResult parseCommandLine(const QStringList &arguments);

/// The text of --help.
[[nodiscard]] QString commandLineHelp();

} // namespace tickgate
