#pragma once

#include "core/ports/PortVerdict.h"

#include <QString>

#include <chrono>

namespace tickgate {

/// Where the ladder stands.
enum class ReleaseStep
{
    Idle,
    Examining,
    AwaitingConsent, ///< the plan is shown
    Asking,
    Watching,      ///< asked; waiting for it to go
    AwaitingForce, ///< it did not go: may it be ended the hard way?
    Forcing,
    WatchingForced,
    Settling, ///< free; a supervisor may still bring it back
    Finished
};

enum class ReleaseOutcome
{
    Freed,
    AlreadyFree,
    Refused,
    Cancelled,
    StillHeld,    ///< it lives on and nobody allowed force, or even force did not help
    Respawned,    ///< ended, but somebody started it again
    TakenByOther, ///< ended, and another program has the port now
    Lingering,    ///< nobody holds it, but leftovers keep it a while
    Failed        ///< the system would not let us
};

/// How long the ladder waits on each rung.
struct ReleaseTimes
{
    std::chrono::milliseconds ask{5000};
    std::chrono::milliseconds force{3000};
    std::chrono::milliseconds settle{300};            ///< nobody is known who would start it again
    std::chrono::milliseconds settleSupervised{1500}; ///< somebody is
    std::chrono::milliseconds poll{50};
};

/// What one look at the port and its targets showed.
struct ReleaseObservation
{
    bool targetsHold = false;   ///< a target lives and has a socket on the port
    bool foreignHolder = false; ///< somebody listens who was not a target, and is known or another user's
    bool respawned = false;     ///< and it is the same program again
    bool bindable = false;      ///< our listener would get the port
    bool nameless = false;      ///< something listens that no process shows: a target on its way out, unless it stays

    bool operator==(const ReleaseObservation &) const = default;
};

/// The ladder as a pure machine: which step follows from what was seen and how long it took. No clock, no processes.
class ReleaseSteps
{
public:
    ReleaseSteps(ReleaseTimes times, bool supervised);

    [[nodiscard]] ReleaseStep step() const { return m_step; }
    /// Valid when Finished.
    [[nodiscard]] ReleaseOutcome outcome() const { return m_outcome; }
    [[nodiscard]] bool forced() const { return m_forced; }
    /// How long the current rung may last; 0 where it waits for a person.
    [[nodiscard]] std::chrono::milliseconds limit() const;

    void examine();
    void examined(bool allowed, bool nothingToDo, bool bindable);
    void consent();                  ///< to asking
    void signalled(bool canBeAsked); ///< the request was sent; false: the platform has no way to ask
    void askRest();                  ///< back to asking: others that hold the port were left to who is gone now
    void observed(const ReleaseObservation &seen, std::chrono::milliseconds inStep);
    void consentToForce();
    void forceSent();
    void cancel(); ///< nothing more is done; what was done already is in the outcome
    void fail(ReleaseOutcome outcome);

private:
    void finish(ReleaseOutcome outcome);
    void settle(const ReleaseObservation &seen);
    void finishSettled();

    ReleaseTimes m_times;
    bool m_supervised = false;
    bool m_forced = false;
    ReleaseObservation m_settling; ///< the last look while settling
    ReleaseStep m_step = ReleaseStep::Idle;
    ReleaseOutcome m_outcome = ReleaseOutcome::Failed;
};

} // namespace tickgate
