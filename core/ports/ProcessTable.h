#pragma once

#include "core/ports/ListenSocket.h"
#include "core/ports/ProcessControl.h"
#include "core/ports/ProcessIdentity.h"
#include "core/ports/SocketTable.h"

#include <string>
#include <vector>

namespace tickgate {

/// The operating system as far as ports and processes go: one seam, so that decisions are tested with made-up
/// systems. Calls block and are slow; they may come from several threads at once, never from the GUI's.
class ProcessTable
{
public:
    ProcessTable() = default;
    virtual ~ProcessTable() = default;
    ProcessTable(const ProcessTable &) = delete;
    ProcessTable &operator=(const ProcessTable &) = delete;

    [[nodiscard]] virtual os::OsResult<std::vector<os::SocketEntry>> sockets(const os::SocketQuery &query) const = 0;
    [[nodiscard]] virtual os::OsResult<os::ProcessIdentity> identify(std::int64_t pid) const = 0;
    [[nodiscard]] virtual std::vector<std::int64_t> childrenOf(std::int64_t pid) const = 0;
    [[nodiscard]] virtual bool mayEnd(std::int64_t pid) const = 0;
    virtual os::EndResult end(const os::ProcessKey &key, os::EndRequest request) const = 0;

    /// 0, or the platform's error; nothing listens meanwhile.
    [[nodiscard]] virtual int tryBind(const std::string &address, std::uint16_t port, os::Reuse reuse) const = 0;

    [[nodiscard]] virtual std::int64_t ownPid() const = 0;
    [[nodiscard]] virtual std::string ownExecutable() const = 0;
    [[nodiscard]] virtual bool elevated() const = 0;
    [[nodiscard]] virtual std::int64_t ownUid() const = 0; ///< -1 where users have no number
    [[nodiscard]] virtual std::string userName(std::int64_t uid) const = 0;
    [[nodiscard]] virtual bool fileExists(const std::string &path) const = 0;
};

/// The real system.
class SystemProcessTable final : public ProcessTable
{
public:
    [[nodiscard]] os::OsResult<std::vector<os::SocketEntry>> sockets(const os::SocketQuery &query) const override;
    [[nodiscard]] os::OsResult<os::ProcessIdentity> identify(std::int64_t pid) const override;
    [[nodiscard]] std::vector<std::int64_t> childrenOf(std::int64_t pid) const override;
    [[nodiscard]] bool mayEnd(std::int64_t pid) const override;
    os::EndResult end(const os::ProcessKey &key, os::EndRequest request) const override;
    [[nodiscard]] int tryBind(const std::string &address, std::uint16_t port, os::Reuse reuse) const override;
    [[nodiscard]] std::int64_t ownPid() const override;
    [[nodiscard]] std::string ownExecutable() const override;
    [[nodiscard]] bool elevated() const override;
    [[nodiscard]] std::int64_t ownUid() const override;
    [[nodiscard]] std::string userName(std::int64_t uid) const override;
    [[nodiscard]] bool fileExists(const std::string &path) const override;
};

} // namespace tickgate
