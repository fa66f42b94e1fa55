#pragma once

#include "core/ports/ProcessTable.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace tickgate::test {

/// A made-up operating system: processes and sockets are what the test says. Any thread.
class FakeProcessTable final : public ProcessTable
{
public:
    struct Signal
    {
        std::int64_t pid = 0;
        os::EndRequest request = os::EndRequest::Ask;

        bool operator==(const Signal &) const = default;
    };
    /// Called with no lock held when a process is asked or forced; says what came of it.
    using OnEnd = std::function<os::EndOutcome(FakeProcessTable &table, const Signal &signal)>;

    void addProcess(std::int64_t pid, const std::string &name, std::int64_t parent = 1, std::uint64_t start = 1000);
    void editProcess(std::int64_t pid, const std::function<void(os::ProcessIdentity &)> &edit);
    void removeProcess(std::int64_t pid); ///< its sockets go with it
    void listen(std::int64_t pid, const std::string &address, std::uint16_t port);
    void addSocket(const os::SocketEntry &entry);
    void removeSockets(std::uint16_t port); ///< whoever has them
    void denyEnding(std::int64_t pid);
    void setOnEnd(OnEnd onEnd);
    /// From now on every look at the sockets throws.
    void breakLooks() { m_broken = true; }
    void setElevated(bool elevated) { m_elevated = elevated; }
    [[nodiscard]] std::vector<Signal> signalsSent() const;

    [[nodiscard]] os::OsResult<std::vector<os::SocketEntry>> sockets(const os::SocketQuery &query) const override;
    [[nodiscard]] os::OsResult<os::ProcessIdentity> identify(std::int64_t pid) const override;
    [[nodiscard]] std::vector<std::int64_t> childrenOf(std::int64_t pid) const override;
    [[nodiscard]] bool mayEnd(std::int64_t pid) const override;
    os::EndResult end(const os::ProcessKey &key, os::EndRequest request) const override;
    [[nodiscard]] int tryBind(const std::string &address, std::uint16_t port, os::Reuse reuse) const override;
    [[nodiscard]] std::int64_t ownPid() const override { return 50; }
    [[nodiscard]] std::string ownExecutable() const override { return "/opt/tickgate/tickgate"; }
    [[nodiscard]] bool elevated() const override { return m_elevated; }
    [[nodiscard]] std::int64_t ownUid() const override { return 1000; }
    [[nodiscard]] std::string userName(std::int64_t uid) const override;
    [[nodiscard]] bool fileExists(const std::string &) const override { return false; }

private:
    mutable std::recursive_mutex m_mutex;
    std::map<std::int64_t, os::ProcessIdentity> m_processes;
    std::vector<os::SocketEntry> m_sockets;
    std::set<std::int64_t> m_denied;
    OnEnd m_onEnd;
    std::atomic<bool> m_broken = false;
    bool m_elevated = false;
    mutable std::vector<Signal> m_signals;
};

} // namespace tickgate::test
