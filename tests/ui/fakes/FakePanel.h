#pragma once

#include "support/FakeProcessTable.h"
#include "ui/service/PanelPartners.h"

#include <QHash>
#include <QStringList>

#include <deque>

namespace tickgate::test {

/// A service that does nothing but remember what was asked of it; the test sets its state.
class FakeService : public PanelService
{
public:
    void setState(ServiceState state, const std::optional<ServiceError> &error = {});
    void setSnapshot(const ServiceSnapshot &snapshot);

    [[nodiscard]] ServiceState state() const override { return m_state; }
    [[nodiscard]] std::optional<ServiceError> error() const override { return m_error; }
    [[nodiscard]] const ProxyConfig &config() const override { return m_config; }
    void reloadConfig() override { ++reloads; }
    [[nodiscard]] const ServiceSnapshot &snapshot() const override { return m_snapshot; }
    [[nodiscard]] std::optional<StopReport> lastStop() const override { return m_lastStop; }
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilAutoRestart() const override { return m_untilRestart; }
    [[nodiscard]] QString start() override { return note(QStringLiteral("start")); }
    [[nodiscard]] QString stop(const QString &reason) override { return note(QStringLiteral("stop ") + reason); }
    [[nodiscard]] QString restart(const QString &reason) override { return note(QStringLiteral("restart ") + reason); }
    [[nodiscard]] QString kick(quint64 clientId) override { return note(QStringLiteral("kick %1").arg(clientId)); }
    void cancelAutoRestart() override;
    void sendTestTick(QObject *context, std::function<void(const LoopTickResult &)> done) override;
    void setSnapshotDetail(SnapshotDetail detail) override { m_detail = detail; }
    void setSnapshotsEnabled(bool enabled) override { m_enabled = enabled; }

    QStringList asked;
    QString refusal; ///< what verbs answer
    int reloads = 0;
    ProxyConfig m_config;
    std::optional<StopReport> m_lastStop;
    std::optional<std::chrono::milliseconds> m_untilRestart;
    SnapshotDetail m_detail = SnapshotDetail::Totals;
    bool m_enabled = false;
    LoopTickResult loop{true, std::chrono::microseconds(640), {}}; ///< what a test tick comes to

private:
    QString note(const QString &what);

    ServiceState m_state = ServiceState::Stopped;
    std::optional<ServiceError> m_error;
    ServiceSnapshot m_snapshot;
};

/// Ports as the test says, answered from the event loop.
class FakeDesk : public PortDesk
{
public:
    void inspect(const QString &host, quint16 port, QObject *context, Verdict deliver) override;
    void inspectBus(const QString &host, quint16 port, BusTopology topology, QObject *context,
                    BusJudged deliver) override;
    void identify(quint16 serverPort, const std::vector<quint16> &peerPorts, QObject *context,
                  Programs deliver) override;
    [[nodiscard]] std::unique_ptr<ReleaseLadder> release(const QString &host, quint16 port) override;
    void findNextFree(const QString &host, quint16 port, QObject *context, NextPort deliver) override;

    bool silent = false;                    ///< no question about a port is answered
    QHash<quint16, PortVerdict> verdicts;   ///< free when not named
    QHash<quint16, BusVerdict> busVerdicts; ///< made of the verdict when not named
    QHash<quint16, ProgramInfo> programs;   ///< by peer port
    std::optional<quint16> nextFree;
    std::shared_ptr<FakeProcessTable> table = std::make_shared<FakeProcessTable>(); ///< for release()
    ReleaseTimes times;
    int inspections = 0;
    int identifications = 0;
};

/// Answers as the test has scripted; keeps what was asked.
class FakePrompter : public Prompter
{
public:
    void ask(QWidget *parent, const Prompt &prompt, Answered answered) override;
    void askFile(QWidget *parent, const QString &title, const QString &suggested,
                 std::function<void(const QString &path)> chosen) override;
    void askFolder(QWidget *parent, const QString &title, const QString &start,
                   std::function<void(const QString &path)> chosen) override;

    std::vector<Prompt> prompts;
    std::function<void()> whileAsking; ///< what happens meanwhile
    std::deque<int> answers;           ///< when empty: the prompt's escape
    QString path;
};

/// Partners with borrowed pointers to them; valid as long as the window.
struct FakePanel
{
    PanelPartners partners;
    FakeService *service = nullptr;
    FakeDesk *desk = nullptr;
    FakePrompter *prompter = nullptr;
};

[[nodiscard]] FakePanel makeFakePanel();

/// A believable trading session: 7 clients, some symbols of each exchange. `step` moves the numbers on.
[[nodiscard]] ServiceSnapshot sessionSnapshot(int step = 0);
/// What holds the ports while sessionSnapshot() runs, and its programs.
void fillDesk(FakeDesk &desk);
[[nodiscard]] PortVerdict busyVerdict();

} // namespace tickgate::test
