#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/ports/ReleasePlan.h"
#include "core/ports/ReleaseReport.h"
#include "core/ports/ReleaseSteps.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tickgate {

struct ReleaseOptions
{
    /// Asks a running Tickgate by its control socket to stop; true when it agreed. Called on a pool thread, may block
    /// for many seconds where that one hangs. Unset: it is asked by signal as any other program.
    using AskInstance = std::function<bool(qint64 pid)>;

    ProbeOptions probe;
    ReleaseTimes times;
    AskInstance askInstance;
};

/// Frees a port, rung by rung: examine, show the plan, ask, watch, offer force, force, prove the port free. Nothing is
/// done without consent. One use per object. Lives on its owner's thread (the GUI thread, or main for the command
/// line); every look and every signal happens on a pool, so it never blocks.
class ReleaseLadder : public QObject
{
    Q_OBJECT

public:
    ReleaseLadder(std::shared_ptr<const ProcessTable> table, QString host, quint16 port, ReleaseOptions options,
                  QObject *parent = nullptr);
    ~ReleaseLadder() override;

    [[nodiscard]] ReleaseStep step() const { return m_steps.step(); }
    [[nodiscard]] const ReleasePlan &plan() const { return m_plan; }
    /// Valid when the step is Finished.
    [[nodiscard]] const ReleaseReport &report() const { return m_report; }

    /// Ends in planned() or, when there is nothing to do or it is refused, in finished().
    void examine();
    /// Consent to ask every target.
    void proceed();
    /// Consent to end them the hard way, after forceOffered().
    void force();
    /// Nobody is asked or ended any more, apart from whom a request is on its way to.
    void cancel();

Q_SIGNALS:
    void planned(const tickgate::ReleasePlan &plan);
    void asked(const tickgate::PortHolder &target);
    void waiting(qint64 elapsedMs, qint64 limitMs);
    /// Asking has not helped, or the platform has no way to ask.
    void forceOffered();
    void forced(const tickgate::PortHolder &target);
    /// Nobody holds the port any more; it is being proved and watched for a moment.
    void verifying();
    void finished(const tickgate::ReleaseReport &report);

private:
    struct Sent
    {
        std::vector<PortHolder> reached;
        bool canBeAsked = true;
        QString refusedText; ///< the system refused, in words
    };
    struct Look
    {
        ReleaseObservation seen;
        PortFacts facts;
        std::optional<Successor> successor;
        std::vector<qint64> holding; ///< targets that live and hold the port
        std::vector<qint64> orphans; ///< of these, children of a target that is gone
    };

    void send(os::EndRequest request, const std::vector<qint64> &pids);
    void onSent(const Sent &sent, os::EndRequest request);
    void observe();
    void onLook(const Look &look);
    [[nodiscard]] bool askOrphans(std::vector<qint64> orphans);
    void enter(ReleaseStep before);
    /// For a job that throws: whoever waits for the ladder gets an end to it.
    [[nodiscard]] BackgroundJobs::Failed giveUp();
    void finish();

    std::shared_ptr<const ProcessTable> m_table;
    const QString m_host;
    const quint16 m_port;
    const ReleaseOptions m_options;
    ReleasePlan m_plan;
    ReleaseSteps m_steps;
    ReleaseReport m_report;
    PortFacts m_lastFacts;
    ReleaseCourse m_course;
    const std::shared_ptr<std::atomic_bool> m_calledOff; ///< looked at by a job before it sends anything
    QElapsedTimer m_total;
    QElapsedTimer m_inStep;
    QTimer m_poll;
    bool m_looking = false;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
