#include "HolderClassifier.h"

#include "core/ports/CommandMask.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <utility>

namespace tickgate {

namespace {

QStringList argumentsOf(const os::ProcessIdentity &identity)
{
    QStringList arguments;
    for (const std::string &argument : identity.arguments)
        arguments.append(QString::fromStdString(argument));
    return arguments;
}

QString withoutSuffix(QString name)
{
    name = name.toLower();
    if (name.endsWith(QLatin1String(".exe")))
        name.chop(4);
    return name;
}

RelayKind relayKind(const QString &name)
{
    static constexpr std::array containers{"docker-proxy",
                                           "com.docker.backend",
                                           "com.docker.vpnkit",
                                           "vpnkit",
                                           "vpnkit-bridge",
                                           "rootlessport",
                                           "rootlesskit",
                                           "slirp4netns",
                                           "pasta",
                                           "pasta.avx2",
                                           "conmon",
                                           "gvproxy",
                                           "orbstack helper"};
    static constexpr std::array machines{"limactl", "colima", "vboxheadless", "virtualboxvm", "vmnat"};
    const QString plain = withoutSuffix(name);
    const auto is = [&](const char *known) { return plain == QLatin1String(known); };
    if (is("wslrelay") || is("wslhost"))
        return RelayKind::Wsl;
    if (std::any_of(containers.begin(), containers.end(), is))
        return RelayKind::Container;
    if (std::any_of(machines.begin(), machines.end(), is) || plain.startsWith(QLatin1String("qemu-system-")))
        return RelayKind::VirtualMachine;
    return RelayKind::None;
}

bool isPython(const QString &name)
{
    return withoutSuffix(name).startsWith(QLatin1String("python"));
}

} // namespace

QString pythonProgram(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == QLatin1String("-m"))
            return i + 1 < arguments.size() ? arguments[i + 1] : QString();
        if (argument == QLatin1String("-c"))
            return {};
        if (argument == QLatin1String("-W") || argument == QLatin1String("-X"))
            ++i;
        else if (!argument.startsWith(u'-'))
            return argument;
    }
    return {};
}

PortHolder describeHolder(const os::ProcessIdentity &identity)
{
    PortHolder holder;
    holder.pid = identity.key.pid;
    // What other programs call themselves must not move a cursor, colour a terminal or forge a line of the log.
    holder.name = shownText(QString::fromStdString(identity.name));
    holder.command = maskedCommand(argumentsOf(identity));
    holder.executable = shownText(QString::fromStdString(identity.key.executable));
    holder.user = QString::fromStdString(identity.user);
    holder.sameUser = identity.sameUser;
    if (identity.startedAtMs > 0)
        holder.startedAt = QDateTime::fromMSecsSinceEpoch(identity.startedAtMs);
    return holder;
}

HolderClassifier::HolderClassifier(const QString &ownExecutable, FileExists fileExists)
    : m_ownName(withoutSuffix(QFileInfo(ownExecutable).fileName()))
    , m_fileExists(std::move(fileExists))
{}

HolderFacts HolderClassifier::classify(const os::ProcessIdentity &identity) const
{
    HolderFacts facts;
    facts.holder = describeHolder(identity);
    facts.tickgate = isTickgate(facts.holder.name);
    facts.openAlgo = facts.tickgate ? OpenAlgoRole::None : openAlgoRole(identity);
    facts.relay = relayKind(facts.holder.name);
    facts.unit = shownText(QString::fromStdString(identity.unit));
    return facts;
}

bool HolderClassifier::isTickgate(const QString &name) const
{
    const QString plain = withoutSuffix(name);
    return plain == QLatin1String("tickgate") || (!plain.isEmpty() && plain == m_ownName);
}

OpenAlgoRole HolderClassifier::openAlgoRole(const os::ProcessIdentity &identity) const
{
    const QStringList arguments = argumentsOf(identity);
    if (!isPython(QString::fromStdString(identity.name)) || arguments.isEmpty())
        return OpenAlgoRole::None;
    const QString program = QDir::fromNativeSeparators(pythonProgram(arguments));
    if (program == QLatin1String("websocket_proxy.server") || program == QLatin1String("websocket_proxy") ||
        QString(u'/' + program).endsWith(QLatin1String("/websocket_proxy/server.py")))
        return OpenAlgoRole::Proxy;

    // Where the program lives; the working folder is not known on every platform, a virtual environment inside
    // OpenAlgo's folder gives it away there.
    const QString workingFolder = QDir::fromNativeSeparators(QString::fromStdString(identity.workingDirectory));
    const QString programFolder =
        program.isEmpty() ? workingFolder : QFileInfo(QDir(workingFolder), program).absolutePath();
    const auto insideOpenAlgo = [this](QString path) {
        for (int depth = 0; depth < 5 && !path.isEmpty(); ++depth) {
            if (isOpenAlgoFolder(path))
                return true;
            const QString parent = QFileInfo(path).path();
            if (parent == path)
                break;
            path = parent;
        }
        return false;
    };
    const bool known = isOpenAlgoFolder(programFolder) || isOpenAlgoFolder(workingFolder) ||
                       insideOpenAlgo(QDir::fromNativeSeparators(arguments.first())) ||
                       insideOpenAlgo(QDir::fromNativeSeparators(QString::fromStdString(identity.key.executable)));
    if (!known)
        return OpenAlgoRole::None;
    const QString file = QFileInfo(program).fileName();
    const auto mentions = [&](QLatin1String word) {
        return std::any_of(arguments.begin(), arguments.end(), [&](const QString &a) { return a.contains(word); });
    };
    if (file == QLatin1String("app.py") || file == QLatin1String("gunicorn") || file == QLatin1String("flask"))
        return OpenAlgoRole::WholeApp;
    // Under gunicorn the proxy is a process that Python's multiprocessing started.
    if (program.isEmpty() && mentions(QLatin1String("multiprocessing")))
        return OpenAlgoRole::Proxy;
    return OpenAlgoRole::None;
}

bool HolderClassifier::isOpenAlgoFolder(const QString &folder) const
{
    // Paths of Windows are judged the same everywhere; a relative one would be looked up in our own folder.
    const bool rooted = folder.startsWith(u'/') || folder.mid(1, 2) == QLatin1String(":/");
    return rooted && m_fileExists(folder + QStringLiteral("/websocket_proxy/server.py"));
}

} // namespace tickgate
