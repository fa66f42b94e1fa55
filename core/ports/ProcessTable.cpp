#include "ProcessTable.h"

#include "core/ports/UserAccount.h"

#include <QFileInfo>

namespace tickgate {

os::OsResult<std::vector<os::SocketEntry>> SystemProcessTable::sockets(const os::SocketQuery &query) const
{
    return os::listSockets(query);
}

os::OsResult<os::ProcessIdentity> SystemProcessTable::identify(std::int64_t pid) const
{
    return os::identifyProcess(pid);
}

std::vector<std::int64_t> SystemProcessTable::childrenOf(std::int64_t pid) const
{
    return os::childrenOf(pid);
}

bool SystemProcessTable::mayEnd(std::int64_t pid) const
{
    return os::mayEnd(pid);
}

os::EndResult SystemProcessTable::end(const os::ProcessKey &key, os::EndRequest request) const
{
    return os::endProcess(key, request);
}

int SystemProcessTable::tryBind(const std::string &address, std::uint16_t port, os::Reuse reuse) const
{
    return os::tryBind(address, port, reuse);
}

std::int64_t SystemProcessTable::ownPid() const
{
    return os::ownPid();
}

std::string SystemProcessTable::ownExecutable() const
{
    return os::ownExecutable();
}

bool SystemProcessTable::elevated() const
{
    return os::runsElevated();
}

std::int64_t SystemProcessTable::ownUid() const
{
    return os::currentUid();
}

std::string SystemProcessTable::userName(std::int64_t uid) const
{
    return os::userName(uid);
}

bool SystemProcessTable::fileExists(const std::string &path) const
{
    return QFileInfo::exists(QString::fromStdString(path));
}

} // namespace tickgate
