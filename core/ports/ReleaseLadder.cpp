#include "ReleaseLadder.h"

#include "core/ports/PortPolicy.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace tickgate {

namespace {

bool contains(const std::vector<qint64> &pids, qint64 pid)
{
    return std::find(pids.begin(), pids.end(), pid) != pids.end();
}

/// Free for us, or ours already: a twin that was sent away leaves our own listener behind.
bool usable(const PortFacts &facts)
{
    const auto ours = [](const ListenerFacts &listener) {
        return std::any_of(listener.holders.begin(), listener.holders.end(),
                           [](const HolderFacts &holder) { return holder.ours; });
    };
    return facts.asListener == BindOutcome::Ok || std::any_of(facts.listeners.begin(), facts.listeners.end(), ours);
}

} // namespace

ReleaseLadder::ReleaseLadder(std::shared_ptr<const ProcessTable> table, QString host, quint16 port,
                             ReleaseOptions options, QObject *parent)
    : QObject(parent)
    , m_table(std::move(table))
    , m_host(std::move(host))
    , m_port(port)
    , m_options(std::move(options))
    , m_steps(m_options.times, false)
    , m_calledOff(std::make_shared<std::atomic_bool>(false))
    , m_jobs(nullptr, BackgroundJobs::AtEnd::Leave)
{
    m_plan.port = m_port;
    m_poll.setInterval(m_options.times.poll);
    connect(&m_poll, &QTimer::timeout, this, &ReleaseLadder::observe);
}

ReleaseLadder::~ReleaseLadder()
{
    *m_calledOff = true;
}

void ReleaseLadder::examine()
{
    if (m_steps.step() != ReleaseStep::Idle)
        return;
    m_total.start();
    m_steps.examine();
    m_jobs.run([table = m_table, host = m_host, port = m_port,
                probe = m_options.probe] { return planRelease(*table, host, port, probe); },
               this,
               [this](const ReleasePlan &plan) {
                   if (m_steps.step() != ReleaseStep::Examining)
                       return;
                   m_plan = plan;
                   const bool supervised =
                       std::any_of(plan.targets.begin(), plan.targets.end(),
                                   [](const ReleaseTarget &target) { return !target.parentLabel.isEmpty(); });
                   m_steps = ReleaseSteps(m_options.times, supervised);
                   m_steps.examine();
                   m_steps.examined(plan.allowed(), plan.nothingToDo, !plan.verdict.blocksStart);
                   if (m_steps.step() == ReleaseStep::Finished)
                       finish();
                   else
                       Q_EMIT planned(m_plan);
               },
               giveUp());
}

void ReleaseLadder::proceed()
{
    if (m_steps.step() != ReleaseStep::AwaitingConsent)
        return;
    m_steps.consent();
    m_total.start();
    m_course.holding.clear();
    std::vector<qint64> first;
    for (const ReleaseTarget &target : m_plan.targets) {
        m_course.holding.push_back(target.key.pid);
        if (target.askFirst)
            first.push_back(target.key.pid);
    }
    send(os::EndRequest::Ask, first);
}

void ReleaseLadder::force()
{
    if (m_steps.step() != ReleaseStep::AwaitingForce)
        return;
    m_steps.consentToForce();
    m_poll.stop();
    std::vector<qint64> all;
    for (const ReleaseTarget &target : m_plan.targets)
        all.push_back(target.key.pid);
    send(os::EndRequest::Force, all);
}

void ReleaseLadder::cancel()
{
    if (m_steps.step() == ReleaseStep::Finished)
        return;
    m_course.cancelledAsking = m_steps.step() == ReleaseStep::Asking;
    m_steps.cancel();
    finish();
}

void ReleaseLadder::send(os::EndRequest request, const std::vector<qint64> &pids)
{
    if (request == os::EndRequest::Ask)
        m_course.tried.insert(m_course.tried.end(), pids.begin(), pids.end());
    auto job = [table = m_table, targets = m_plan.targets, pids, request, askInstance = m_options.askInstance,
                calledOff = m_calledOff] {
        Sent sent;
        for (const ReleaseTarget &target : targets) {
            if (*calledOff)
                break;
            if (!contains(pids, target.key.pid))
                continue;
            // Between the plan and now it may have ended, and its pid may be somebody else's.
            if (!stillRuns(*table, target.key))
                continue;
            const PortHolder &holder = target.facts.holder;
            const bool isInstance = target.facts.tickgate || target.facts.ours;
            if (request == os::EndRequest::Ask && isInstance && askInstance && askInstance(holder.pid)) {
                sent.reached.push_back(holder);
                continue;
            }
            if (*calledOff) // that may have taken seconds
                break;
            const os::EndResult result = table->end(target.key, request);
            switch (result.outcome) {
            case os::EndOutcome::Sent:
                sent.reached.push_back(holder);
                break;
            case os::EndOutcome::AlreadyGone:
            case os::EndOutcome::Replaced:
                break;
            case os::EndOutcome::NoWayToAsk:
                sent.canBeAsked = false;
                break;
            case os::EndOutcome::NoRights:
            case os::EndOutcome::Failed:
                sent.refusedText = QStringLiteral("The system does not let us end %1: %2.")
                                       .arg(holderLabel(holder), QString::fromStdString(result.error.text));
                break;
            }
        }
        return sent;
    };
    m_jobs.run(
        std::move(job), this, [this, request](const Sent &sent) { onSent(sent, request); }, giveUp());
}

void ReleaseLadder::onSent(const Sent &sent, os::EndRequest request)
{
    if (m_steps.step() == ReleaseStep::Finished)
        return;
    const bool hard = request == os::EndRequest::Force;
    for (const PortHolder &holder : sent.reached) {
        if (!hard)
            m_course.asked.push_back(holder.pid);
        spdlog::info("ports: {} {} (pid {}) to free port {}", hard ? "forced" : "asked", holder.name.toStdString(),
                     holder.pid, m_port);
        if (hard)
            Q_EMIT forced(holder);
        else
            Q_EMIT asked(holder);
    }
    if (!sent.refusedText.isEmpty() && sent.reached.empty()) {
        m_course.failure = sent.refusedText;
        m_course.failureRemedy = QStringLiteral("Ask the owner to close it, or run this as an administrator.");
        m_steps.fail(ReleaseOutcome::Failed);
        finish();
        return;
    }
    const ReleaseStep before = m_steps.step();
    if (hard)
        m_steps.forceSent();
    else
        m_steps.signalled(sent.canBeAsked || !sent.reached.empty());
    enter(before);
}

void ReleaseLadder::observe()
{
    if (m_looking)
        return;
    m_looking = true;
    auto job = [table = m_table, host = m_host, port = m_port, probe = m_options.probe, plan = m_plan] {
        Look look;
        look.facts = probePort(*table, host, port, probe);
        look.seen.bindable = usable(look.facts);
        look.holding = holdingTargets(*table, plan, look.facts);
        look.orphans = orphansAmong(*table, plan, look.holding);
        look.seen.targetsHold = !look.holding.empty();
        // While a target holds on, others are those it shares the port with, if any.
        if (!look.seen.targetsHold)
            look.successor = findSuccessor(*table, plan, look.facts);
        look.seen.nameless = look.successor && look.successor->nameless;
        look.seen.foreignHolder = look.successor && !look.successor->nameless;
        look.seen.respawned = look.successor && look.successor->respawned;
        return look;
    };
    m_jobs.run(
        std::move(job), this,
        [this](const Look &look) {
            m_looking = false;
            onLook(look);
        },
        giveUp());
}

BackgroundJobs::Failed ReleaseLadder::giveUp()
{
    return [this](const QString &reason) {
        if (m_steps.step() == ReleaseStep::Finished)
            return;
        m_course.failure = QStringLiteral("Port %1 could not be examined: %2.").arg(QString::number(m_port), reason);
        m_course.failureRemedy = QStringLiteral("Try again; if it comes back, restart Tickgate.");
        if (m_steps.step() == ReleaseStep::Examining) {
            // Nobody has judged the port: it is not to be taken for a free one.
            m_plan.host = m_host;
            m_plan.verdict.kind = PortVerdictKind::SystemReserved;
            m_plan.verdict.port = m_port;
            m_plan.verdict.address = m_host;
            m_plan.verdict.text = m_course.failure;
            m_plan.verdict.remedy = m_course.failureRemedy;
            m_plan.verdict.blocksStart = true;
        }
        m_steps.fail(ReleaseOutcome::Failed);
        finish();
    };
}

void ReleaseLadder::onLook(const Look &look)
{
    const ReleaseStep before = m_steps.step();
    if (before == ReleaseStep::Finished || !m_poll.isActive())
        return;
    m_lastFacts = look.facts;
    m_course.successor = look.successor;
    m_course.holding = look.holding;
    if (askOrphans(look.orphans))
        return;
    const auto inStep = std::chrono::milliseconds(m_inStep.elapsed());
    m_steps.observed(look.seen, inStep);
    if (m_steps.step() == before && (before == ReleaseStep::Watching || before == ReleaseStep::WatchingForced))
        Q_EMIT waiting(inStep.count(), m_steps.limit().count());
    enter(before);
}

/// A child was left to its parent; when that is gone and the child is not, it is asked itself and gets its own time.
bool ReleaseLadder::askOrphans(std::vector<qint64> orphans)
{
    std::erase_if(orphans, [this](qint64 pid) { return contains(m_course.tried, pid); });
    if (orphans.empty() || m_steps.step() != ReleaseStep::Watching)
        return false;
    m_steps.askRest();
    m_poll.stop();
    send(os::EndRequest::Ask, orphans);
    return true;
}

void ReleaseLadder::enter(ReleaseStep before)
{
    if (m_steps.step() == before)
        return;
    m_inStep.start();
    switch (m_steps.step()) {
    case ReleaseStep::Watching:
    case ReleaseStep::WatchingForced:
        m_poll.start();
        Q_EMIT waiting(0, m_steps.limit().count());
        break;
    case ReleaseStep::AwaitingForce:
        m_poll.start();
        Q_EMIT forceOffered();
        break;
    case ReleaseStep::Settling:
        Q_EMIT verifying();
        break;
    case ReleaseStep::Finished:
        finish();
        break;
    default:
        break;
    }
}

void ReleaseLadder::finish()
{
    *m_calledOff = true;
    m_poll.stop();
    m_report.outcome = m_steps.outcome();
    m_report.forced = m_steps.forced();
    m_report.durationMs = m_total.isValid() ? m_total.elapsed() : 0;
    m_report.verdict = m_lastFacts.port != 0 ? judgePort(m_lastFacts) : m_plan.verdict;
    describe(m_report, m_plan, m_course);
    spdlog::info("ports: release of {}: {}", m_port, m_report.text.toStdString());
    Q_EMIT finished(m_report);
}

} // namespace tickgate
