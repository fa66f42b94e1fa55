#include "CommandLine.h"

#include "app/CommandLineTable.h"

#include <algorithm>

namespace tickgate {

namespace {

/// Options of Qt and of the desktop, which QApplication takes out later; how many arguments each one spans.
int windowSystemArguments(const QString &argument)
{
    static const QStringList withValue = {
        QStringLiteral("-platform"),        QStringLiteral("-style"),       QStringLiteral("-stylesheet"),
        QStringLiteral("-session"),         QStringLiteral("-display"),     QStringLiteral("-platformtheme"),
        QStringLiteral("-qwindowgeometry"), QStringLiteral("-qwindowicon"), QStringLiteral("-qwindowtitle")};
    if (withValue.contains(argument))
        return 2;
    return argument.startsWith(QLatin1String("-psn_")) || argument == QLatin1String("-reverse") ? 1 : 0;
}

class Parser
{
public:
    explicit Parser(const QStringList &arguments)
        : m_arguments(arguments)
    {}

    CommandLineResult parse()
    {
        // --help is answered even when the rest makes no sense: that is when it is asked for.
        if (m_arguments.contains(QLatin1String("--help")) || m_arguments.contains(QLatin1String("-h")))
            return only(Verb::Help);
        if (m_arguments.contains(QLatin1String("--version")))
            return only(Verb::Version);

        QString error;
        for (qsizetype i = 0; i < m_arguments.size() && error.isEmpty(); ++i) {
            const QString &argument = m_arguments.at(i);
            if (const int span = windowSystemArguments(argument); span > 0)
                i += span - 1;
            else if (!m_optionsOver && argument == QLatin1String("--"))
                m_optionsOver = true;
            else if (!m_optionsOver && argument.size() > 1 && argument.startsWith(u'-'))
                error = takeOption(i);
            else
                error = takeOperand(argument);
        }
        if (error.isEmpty())
            error = checkOptions();
        if (error.isEmpty() && m_verb != nullptr)
            error = takeOperands();
        return {error.isEmpty() ? m_line : CommandLine{}, error};
    }

private:
    static CommandLineResult only(Verb verb)
    {
        CommandLineResult result;
        result.value.verb = verb;
        return result;
    }

    QString takeOption(qsizetype &index)
    {
        const QString &argument = m_arguments.at(index);
        const QString name = argument.section(u'=', 0, 0);
        const bool attached = argument.contains(u'=');
        const OptionRow *row = findOption(name);
        if (row == nullptr)
            return QStringLiteral("There is no option %1; see tickgate --help.").arg(name);
        m_given.append(row);
        const bool wantsValue = *row->valueName != '\0';
        if (!wantsValue) {
            if (attached)
                return QStringLiteral("%1 takes no value.").arg(name);
            return row->store(m_line, name, {});
        }
        if (!attached && index + 1 >= m_arguments.size())
            return QStringLiteral("%1 needs a value (%2).").arg(name, QLatin1String(row->help));
        const QString value = attached ? argument.section(u'=', 1) : m_arguments.at(++index);
        if (value.isEmpty())
            return QStringLiteral("%1 needs a value (%2).").arg(name, QLatin1String(row->help));
        return row->store(m_line, name, value);
    }

    QString takeOperand(const QString &argument)
    {
        if (m_verb != nullptr) {
            m_operands.append(argument);
            return {};
        }
        if (argument == QLatin1String("help")) {
            m_line.verb = Verb::Help;
            return {};
        }
        m_verb = findVerb(argument);
        if (m_verb == nullptr)
            return QStringLiteral("There is no command \"%1\"; see tickgate --help.").arg(argument);
        m_line.verb = m_verb->verb;
        return {};
    }

    QString checkOptions() const
    {
        for (const OptionRow *row : m_given) {
            if (row->verbs.isEmpty() || row->verbs.contains(m_line.verb))
                continue;
            const QString name = QLatin1String(row->name);
            return row->verbs.contains(Verb::Serve)
                       ? QStringLiteral("%1 starts the proxy and does not go with \"%2\".")
                             .arg(name, QLatin1String(m_verb == nullptr ? "help" : m_verb->name))
                       : QStringLiteral("%1 goes with %2 only.").arg(name, joinedVerbs(row->verbs));
        }
        const bool demoDetail = std::any_of(m_given.cbegin(), m_given.cend(), [](const OptionRow *row) {
            return QLatin1String(row->name).startsWith(QLatin1String("--demo-"));
        });
        if (demoDetail && !m_line.demo)
            return QStringLiteral("--demo-rate and --demo-seed need --demo.");
        return {};
    }

    QString takeOperands()
    {
        const QString usage = QStringLiteral("tickgate %1 %2")
                                  .arg(QLatin1String(m_verb->name), QLatin1String(m_verb->operands))
                                  .trimmed();
        if (m_operands.size() < m_verb->fewest || m_operands.size() > m_verb->most)
            return QStringLiteral("Use: %1.").arg(usage);
        const QString first = m_operands.value(0);
        switch (m_line.verb) {
        case Verb::Kick: {
            bool number = false;
            m_line.clientId = first.toULongLong(&number);
            return number && m_line.clientId > 0
                       ? QString()
                       : QStringLiteral("A client's ID is a number as tickgate clients shows it, not \"%1\".")
                             .arg(first);
        }
        case Verb::Port:
        case Verb::Release: {
            if (first.isEmpty())
                return {};
            bool number = false;
            m_line.port = first.toUShort(&number);
            return number && *m_line.port > 0
                       ? QString()
                       : QStringLiteral("A port is a number from 1 to 65535, not \"%1\".").arg(first);
        }
        case Verb::Tail:
            m_line.symbol = first;
            return {};
        case Verb::Bundle:
            m_line.file = first;
            return {};
        case Verb::Key:
            m_line.keyArguments = m_operands;
            if (m_line.json)
                m_line.keyArguments.append(QStringLiteral("--json"));
            return {};
        default:
            return {};
        }
    }

    const QStringList &m_arguments;
    CommandLine m_line;
    const VerbRow *m_verb = nullptr;
    QStringList m_operands;
    QList<const OptionRow *> m_given;
    bool m_optionsOver = false;
};

} // namespace

QHash<QString, QString> CommandLine::settings() const
{
    QHash<QString, QString> values;
    if (webSocketPort.has_value())
        values.insert(QStringLiteral("WEBSOCKET_PORT"), QString::number(*webSocketPort));
    if (zmqPort.has_value())
        values.insert(QStringLiteral("ZMQ_PORT"), QString::number(*zmqPort));
    if (!zmqHost.isEmpty())
        values.insert(QStringLiteral("ZMQ_HOST"), zmqHost);
    if (!logLevel.isEmpty())
        values.insert(QStringLiteral("TICKGATE_LOG_LEVEL"), logLevel);
    return values;
}

CommandLineResult parseCommandLine(const QStringList &arguments)
{
    return Parser(arguments).parse();
}

} // namespace tickgate
