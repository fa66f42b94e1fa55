#include "FakePanel.h"

#include <QTimer>

namespace tickgate::test {

namespace {

/// Later, from the event loop, and only while the asker lives: as the real desk does.
template <typename Call>
void later(QObject *context, Call call)
{
    QTimer::singleShot(0, context, std::move(call));
}

} // namespace

void FakeService::setState(ServiceState state, const std::optional<ServiceError> &error)
{
    const ServiceState from = m_state;
    m_state = state;
    m_error = error;
    if (from != state)
        Q_EMIT stateChanged(from, state);
}

void FakeService::setSnapshot(const ServiceSnapshot &snapshot)
{
    m_snapshot = snapshot;
    Q_EMIT snapshotTaken(snapshot);
}

void FakeService::cancelAutoRestart()
{
    asked += QStringLiteral("cancelAutoRestart");
    m_untilRestart.reset();
    Q_EMIT autoRestartChanged();
}

void FakeService::sendTestTick(QObject *context, std::function<void(const LoopTickResult &)> done)
{
    later(context, [result = loop, done = std::move(done)] { done(result); });
}

QString FakeService::note(const QString &what)
{
    asked += what;
    return refusal;
}

void FakeDesk::inspect(const QString &host, quint16 port, QObject *context, Verdict deliver)
{
    ++inspections;
    if (silent)
        return;
    PortVerdict verdict;
    verdict.port = port;
    verdict.address = host;
    verdict.text = QStringLiteral("Port %1 is free.").arg(port);
    later(context, [verdict = verdicts.value(port, verdict), deliver = std::move(deliver)] { deliver(verdict); });
}

void FakeDesk::inspectBus(const QString &host, quint16 port, BusTopology /*topology*/, QObject *context,
                          BusJudged deliver)
{
    inspect(host, port, context, [this, port, deliver = std::move(deliver)](const PortVerdict &verdict) {
        BusVerdict bus;
        bus.port = verdict;
        deliver(busVerdicts.value(port, bus));
    });
}

void FakeDesk::identify(quint16 /*serverPort*/, const std::vector<quint16> &peerPorts, QObject *context,
                        Programs deliver)
{
    ++identifications;
    QHash<quint16, ProgramInfo> found;
    for (const quint16 port : peerPorts) {
        if (programs.contains(port))
            found.insert(port, programs.value(port));
    }
    later(context, [found, deliver = std::move(deliver)] { deliver(found); });
}

std::unique_ptr<ReleaseLadder> FakeDesk::release(const QString &host, quint16 port)
{
    ReleaseOptions options;
    options.times = times;
    return std::make_unique<ReleaseLadder>(table, host, port, options);
}

void FakeDesk::findNextFree(const QString & /*host*/, quint16 /*port*/, QObject *context, NextPort deliver)
{
    later(context, [found = nextFree, deliver = std::move(deliver)] { deliver(found); });
}

void FakePrompter::ask(QWidget * /*parent*/, const Prompt &prompt, Answered answered)
{
    prompts.push_back(prompt);
    if (whileAsking)
        whileAsking();
    int answer = prompt.escape;
    if (!answers.empty()) {
        answer = answers.front();
        answers.pop_front();
    }
    answered(answer);
}

void FakePrompter::askFile(QWidget * /*parent*/, const QString & /*title*/, const QString & /*suggested*/,
                           std::function<void(const QString &path)> chosen)
{
    chosen(path);
}

void FakePrompter::askFolder(QWidget * /*parent*/, const QString & /*title*/, const QString & /*start*/,
                             std::function<void(const QString &path)> chosen)
{
    chosen(path);
}

FakePanel makeFakePanel()
{
    FakePanel panel;
    auto service = std::make_unique<FakeService>();
    auto desk = std::make_unique<FakeDesk>();
    auto prompter = std::make_unique<FakePrompter>();
    panel.service = service.get();
    panel.desk = desk.get();
    panel.prompter = prompter.get();
    panel.partners = {std::move(service), std::move(desk), std::move(prompter)};
    return panel;
}

} // namespace tickgate::test
