// A console program made of the OS layer of core/ports alone, without Qt: proof that each system's files compile and
// link by themselves, and, where it can be run, that they work. `oslayer` runs the proof; `oslayer port N` and
// `oslayer process PID` print what the system says; `oslayer wait` is the child that the proof ends.
#include "ChildProcess.h"

#include "core/ports/ListenSocket.h"
#include "core/ports/ProcessControl.h"
#include "core/ports/ProcessIdentity.h"
#include "core/ports/SocketTable.h"
#include "core/ports/UserAccount.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace tickgate;

namespace {

int failures = 0;

void check(bool holds, const char *sentence)
{
    std::printf("%-6s %s\n", holds ? "ok" : "FAILED", sentence);
    failures += holds ? 0 : 1;
}

void printSockets(std::uint16_t port)
{
    os::SocketQuery query;
    query.localPort = port;
    const auto entries = os::listSockets(query);
    if (!entries.ok()) {
        std::printf("error %d: %s\n", entries.error().code, entries.error().text.c_str());
        return;
    }
    for (const os::SocketEntry &entry : entries.value()) {
        std::printf("%s %u -> %s %u, state %d, uid %lld, pids", entry.localAddress.c_str(), entry.localPort,
                    entry.remoteAddress.c_str(), entry.remotePort, static_cast<int>(entry.state),
                    static_cast<long long>(entry.uid));
        for (const std::int64_t pid : entry.pids)
            std::printf(" %lld", static_cast<long long>(pid));
        std::printf("\n");
    }
}

void printProcess(std::int64_t pid)
{
    const auto identity = os::identifyProcess(pid);
    if (!identity.ok()) {
        std::printf("error %d: %s\n", identity.error().code, identity.error().text.c_str());
        return;
    }
    const os::ProcessIdentity &found = identity.value();
    std::printf("%s (%s) of %s, parent %lld, started at %lld, in %s\n", found.name.c_str(),
                found.key.executable.c_str(), found.user.c_str(), static_cast<long long>(found.parentPid),
                static_cast<long long>(found.startedAtMs), found.workingDirectory.c_str());
    for (const std::string &argument : found.arguments)
        std::printf("  %s\n", argument.c_str());
}

/// The listener of a fresh port, in the table.
void proveSockets(const char *address)
{
    const os::ListenResult listener = os::openListener(address, 0, os::Reuse::Address);
    if (!listener.ok() && std::strchr(address, ':') != nullptr) {
        std::printf("no IPv6 here\n");
        return;
    }
    check(listener.ok() && listener.port != 0, "a listener opens on a fresh port");
    check(os::tryBind(address, listener.port, os::Reuse::Address) != 0, "a second bind of that port fails");
    check(os::proveFree(address, listener.port) != 0, "so does the strict one");
    const os::AcceptResult nobody = os::acceptConnection(listener.socket);
    check(nobody.socket == os::kNoSocket && nobody.error == 0, "nobody waits to be accepted");
    os::SocketQuery query;
    query.localPort = listener.port;
    const auto entries = os::listSockets(query);
    check(entries.ok(), "the socket table can be read");
    const auto &rows = entries.value();
    const auto ours = std::find_if(rows.begin(), rows.end(), [&](const os::SocketEntry &entry) {
        return entry.state == os::TcpState::Listen && entry.localAddress == address;
    });
    check(ours != rows.end(), "our listener is in it, with its address");
    // Wine names no owner; every real system does.
    const bool named = ours != rows.end() && ours->pids == std::vector<std::int64_t>{os::ownPid()};
    if (std::getenv("OSLAYER_NO_OWNERS") == nullptr)
        check(named, "we are its owner");
    os::closeSocket(listener.socket);
    check(os::proveFree(address, listener.port) == 0, "once closed, the port is provably free");
}

void proveProcesses(const char *self)
{
    const auto us = os::identifyProcess(os::ownPid());
    check(us.ok(), "we can identify ourselves");
    check(us.value().key.executable == os::ownExecutable() && !os::ownExecutable().empty(), "with our executable");
    check(us.value().name.find("oslayer") != std::string::npos, "with our name");
    check(!us.value().arguments.empty(), "with our command line");
    check(us.value().sameUser && us.value().user == os::currentUserName(), "as the same user");
    check(us.value().startedAtMs > 1'600'000'000'000, "with a start time of this century");
    check(!us.value().exited, "as running");
    check(!os::identifyProcess(3'999'999).ok(), "a process that does not exist is an error");
    check(os::endProcess(us.value().key, os::EndRequest::Force).outcome == os::EndOutcome::NoRights,
          "we do not end ourselves");
    check(os::endProcess({1, 0, {}}, os::EndRequest::Ask).outcome == os::EndOutcome::NoRights, "nor the system");

    const std::int64_t child = oslayer::startSelf(self, {"wait", "--token", "abc"});
    check(child != 0, "a child starts");
    auto identity = os::identifyProcess(child);
    check(identity.ok(), "and is identified");
    // A child that has just begun has no command line for a moment.
    for (int i = 0; i < 100 && identity.value().arguments.size() < 3; ++i) {
        oslayer::sleepMs(20);
        identity = os::identifyProcess(child);
    }
    check(identity.value().parentPid == os::ownPid(), "with us as its parent");
    const auto &arguments = identity.value().arguments;
    check(std::find(arguments.begin(), arguments.end(), "--token") != arguments.end(), "with its arguments");
    check(identity.value().workingDirectory == us.value().workingDirectory &&
              !identity.value().workingDirectory.empty(),
          "and its folder");
    const auto children = os::childrenOf(os::ownPid());
    check(std::find(children.begin(), children.end(), child) != children.end(), "and is listed among our children");
    check(os::mayEnd(child), "we may end it");
    os::ProcessKey other = identity.value().key;
    ++other.startToken;
    check(os::endProcess(other, os::EndRequest::Force).outcome == os::EndOutcome::Replaced,
          "but not in place of a process with another start");
    check(os::identifyProcess(child).ok() && !os::identifyProcess(child).value().exited, "it still runs");
    check(os::endProcess(identity.value().key, os::EndRequest::Force).outcome == os::EndOutcome::Sent,
          "with the right identity it is ended");
    check(oslayer::waitForChild(child), "and goes");
    check(os::endProcess(identity.value().key, os::EndRequest::Force).outcome == os::EndOutcome::AlreadyGone,
          "a second time there is nothing to end");
}

} // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): it ends the program, which is the failure that it should be
int main(int argc, char **argv)
{
    const std::string verb = argc > 1 ? argv[1] : "";
    if (verb == "wait") {
        oslayer::sleepMs(30'000);
        return 0;
    }
    if (verb == "port" && argc > 2) {
        printSockets(static_cast<std::uint16_t>(std::atoi(argv[2])));
        return 0;
    }
    if (verb == "process" && argc > 2) {
        printProcess(std::atoll(argv[2]));
        return 0;
    }
    proveSockets("127.0.0.1");
    proveSockets("::1");
    const std::string own = os::ownExecutable();
    proveProcesses(own.c_str());
    std::printf("%s\n", failures == 0 ? "all held" : "NOT ALL HELD");
    return failures == 0 ? 0 : 1;
}
