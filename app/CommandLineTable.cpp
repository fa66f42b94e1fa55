#include "CommandLineTable.h"

#include "core/config/SettingTable.h"
#include "core/config/SettingValue.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace tickgate {

namespace {

constexpr double kFastestDemo = 1'000'000;

constexpr VerbRow kVerbs[] = {
    {Verb::Status, "status", "", 0, 0, "state, ports, clients, rates, last tick, version"},
    {Verb::Start, "start", "", 0, 0, "start serving"},
    {Verb::Stop, "stop", "", 0, 0, "stop serving; the program stays"},
    {Verb::Restart, "restart", "", 0, 0, "stop and start again"},
    {Verb::Quit, "quit", "", 0, 0, "stop serving and end the program"},
    {Verb::Clients, "clients", "", 0, 0, "who is connected"},
    {Verb::Kick, "kick", "ID", 1, 1, "disconnect one client"},
    {Verb::Tail, "tail", "[SYMBOL]", 0, 1, "print ticks as they arrive, until Ctrl+C"},
    {Verb::Port, "port", "[N]", 0, 1, "who holds a port, and what to do about it"},
    {Verb::Release, "release", "N", 1, 1, "free a port: ask its holder to end, with --force make it"},
    {Verb::Bundle, "bundle", "FILE", 1, 1, "write a diagnostics bundle with secrets masked"},
    {Verb::Key, "key", "add USER | list | remove ID", 1, 2, "standalone API keys"},
    {Verb::Doctor, "doctor", "", 0, 0, "check everything and print remedies"},
};

QString checkedSetting(const char *key, const QString &option, const QString &value)
{
    const SettingRow *row = findSetting(QString::fromLatin1(key));
    ProxyConfig scratch;
    if (!value.trimmed().isEmpty() && applySetting(*row, value, scratch))
        return {};
    return QStringLiteral("%1 must be %2, not \"%3\".").arg(option, allowedText(*row), value);
}

template <bool CommandLine::*member>
QString setFlag(CommandLine &line, const QString &, const QString &)
{
    line.*member = true;
    return {};
}

template <QString CommandLine::*member>
QString setText(CommandLine &line, const QString &, const QString &value)
{
    line.*member = value;
    return {};
}

QString storePort(std::optional<int> &target, const char *key, const QString &option, const QString &value)
{
    QString wrong = checkedSetting(key, option, value);
    if (wrong.isEmpty())
        target = value.trimmed().toInt();
    return wrong;
}

const QList<OptionRow> &optionTable()
{
    static const QList<Verb> serve = {Verb::Serve};
    static const QList<OptionRow> table = {
        {"--headless", "", serve, "no window: logs to stderr, ends with Ctrl+C", setFlag<&CommandLine::headless>},
        {"--demo", "", serve, "made-up NSE, NFO and MCX ticks over the real bus; API key demo-key",
         setFlag<&CommandLine::demo>},
        {"--demo-rate", "N", serve, "demo ticks per second (200)",
         [](CommandLine &line, const QString &option, const QString &value) {
             bool number = false;
             line.demoRate = value.toDouble(&number);
             return number && line.demoRate > 0 && line.demoRate <= kFastestDemo
                        ? QString()
                        : QStringLiteral("%1 must be a number above 0 and up to 1000000, not \"%2\".")
                              .arg(option, value);
         }},
        {"--demo-seed", "N", serve, "the same walk of prices every time; 0 is a new one",
         [](CommandLine &line, const QString &option, const QString &value) {
             bool number = false;
             line.demoSeed = value.toUInt(&number);
             return number ? QString()
                           : QStringLiteral("%1 must be a number from 0 to 4294967295, not \"%2\".").arg(option, value);
         }},
        {"--minimized", "", serve, "start in the system tray", setFlag<&CommandLine::minimized>},
        {"--env-file", "F", {}, "settings file to read in place of Tickgate's own", setText<&CommandLine::envFile>},
        {"--ws-port",
         "N",
         {},
         "port of the WebSocket server; 0 picks a free one",
         [](CommandLine &line, const QString &option, const QString &value) {
             return storePort(line.webSocketPort, "WEBSOCKET_PORT", option, value);
         }},
        {"--zmq-port",
         "N",
         {},
         "port of the ZeroMQ bus; 0 picks a free one",
         [](CommandLine &line, const QString &option, const QString &value) {
             return storePort(line.zmqPort, "ZMQ_PORT", option, value);
         }},
        {"--zmq-host",
         "H",
         {},
         "address of the ZeroMQ bus",
         [](CommandLine &line, const QString &option, const QString &value) {
             line.zmqHost = value;
             return checkedSetting("ZMQ_HOST", option, value);
         }},
        {"--config-dir", "D", {}, "folder for settings, keys, logs and locks", setText<&CommandLine::configDir>},
        {"--log-level",
         "L",
         {},
         "trace, debug, info, warn or error",
         [](CommandLine &line, const QString &option, const QString &value) {
             line.logLevel = value;
             return checkedSetting("TICKGATE_LOG_LEVEL", option, value);
         }},
        {"--instance",
         "NAME",
         {},
         "one of several that run side by side",
         [](CommandLine &line, const QString &option, const QString &value) {
             static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9_-]{1,32}$"));
             line.instance = value;
             return name.match(value).hasMatch()
                        ? QString()
                        : QStringLiteral("%1 must be up to 32 letters, digits, - or _, not \"%2\".").arg(option, value);
         }},
        {"--json",
         "",
         {Verb::Status, Verb::Start, Verb::Stop, Verb::Restart, Verb::Quit, Verb::Clients, Verb::Kick, Verb::Tail,
          Verb::Port, Verb::Release, Verb::Key, Verb::Doctor},
         "answer as JSON",
         setFlag<&CommandLine::json>},
        {"--dry-run", "", {Verb::Release}, "only say who would be hit", setFlag<&CommandLine::dryRun>},
        {"--yes", "", {Verb::Release}, "do not ask back", setFlag<&CommandLine::yes>},
        {"--force", "", {Verb::Release}, "end the holder if asking it fails", setFlag<&CommandLine::force>},
    };
    return table;
}

QString helpLine(const QString &left, const char *right)
{
    return QStringLiteral("  %1 %2\n").arg(left, -34).arg(QLatin1String(right));
}

QString optionLine(const OptionRow &row)
{
    return helpLine(QStringLiteral("%1 %2").arg(QLatin1String(row.name), QLatin1String(row.valueName)).trimmed(),
                    row.help);
}

} // namespace

const VerbRow *findVerb(const QString &name)
{
    const auto *found = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                     [&name](const VerbRow &row) { return name == QLatin1String(row.name); });
    return found == std::end(kVerbs) ? nullptr : found;
}

const OptionRow *findOption(const QString &name)
{
    const QList<OptionRow> &table = optionTable();
    const auto found = std::find_if(table.cbegin(), table.cend(),
                                    [&name](const OptionRow &row) { return name == QLatin1String(row.name); });
    return found == table.cend() ? nullptr : &*found;
}

QString joinedVerbs(const QList<Verb> &verbs)
{
    QStringList names;
    for (const VerbRow &row : kVerbs) {
        if (verbs.contains(row.verb))
            names.append(QString::fromLatin1(row.name));
    }
    return names.join(QLatin1String(", "));
}

QString commandLineHelp()
{
    QString text = QStringLiteral("Tickgate: the local market-data gate for algorithmic traders\n\n"
                                  "Serving\n");
    text += helpLine(QStringLiteral("tickgate"), "control panel; a second start raises the first window");
    for (const OptionRow &row : optionTable()) {
        if (row.verbs.contains(Verb::Serve))
            text += optionLine(row);
    }
    text += QStringLiteral("\nCommands (status to tail ask the running instance)\n");
    for (const VerbRow &row : kVerbs) {
        text += helpLine(
            QStringLiteral("tickgate %1 %2").arg(QLatin1String(row.name), QLatin1String(row.operands)).trimmed(),
            row.help);
    }
    text += QStringLiteral("\nOptions of commands\n");
    for (const OptionRow &row : optionTable()) {
        if (!row.verbs.isEmpty() && !row.verbs.contains(Verb::Serve))
            text += optionLine(row);
    }
    text += QStringLiteral("\nOptions for all\n");
    for (const OptionRow &row : optionTable()) {
        if (row.verbs.isEmpty())
            text += optionLine(row);
    }
    text += helpLine(QStringLiteral("--help"), "this text");
    text += helpLine(QStringLiteral("--version"), "the version");
    text += QStringLiteral("\nExit codes\n"
                           "  0 done   1 failed, with the reason on stderr   2 wrong usage\n"
                           "  3 no running instance   4 refused   5 port busy\n");
    return text;
}

} // namespace tickgate
