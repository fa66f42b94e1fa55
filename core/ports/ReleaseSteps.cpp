#include "ReleaseSteps.h"

namespace tickgate {

ReleaseSteps::ReleaseSteps(ReleaseTimes times, bool supervised)
    : m_times(times)
    , m_supervised(supervised)
{}

std::chrono::milliseconds ReleaseSteps::limit() const
{
    switch (m_step) {
    case ReleaseStep::Watching:
        return m_times.ask;
    case ReleaseStep::WatchingForced:
        return m_times.force;
    case ReleaseStep::Settling:
        return m_supervised ? m_times.settleSupervised : m_times.settle;
    default:
        return std::chrono::milliseconds(0);
    }
}

void ReleaseSteps::examine()
{
    if (m_step == ReleaseStep::Idle)
        m_step = ReleaseStep::Examining;
}

void ReleaseSteps::examined(bool allowed, bool nothingToDo, bool bindable)
{
    if (m_step != ReleaseStep::Examining)
        return;
    if (nothingToDo)
        finish(bindable ? ReleaseOutcome::AlreadyFree : ReleaseOutcome::Lingering);
    else if (!allowed)
        finish(ReleaseOutcome::Refused);
    else
        m_step = ReleaseStep::AwaitingConsent;
}

void ReleaseSteps::consent()
{
    if (m_step == ReleaseStep::AwaitingConsent)
        m_step = ReleaseStep::Asking;
}

void ReleaseSteps::signalled(bool canBeAsked)
{
    if (m_step == ReleaseStep::Asking)
        m_step = canBeAsked ? ReleaseStep::Watching : ReleaseStep::AwaitingForce;
}

void ReleaseSteps::askRest()
{
    if (m_step == ReleaseStep::Watching)
        m_step = ReleaseStep::Asking;
}

void ReleaseSteps::observed(const ReleaseObservation &seen, std::chrono::milliseconds inStep)
{
    switch (m_step) {
    case ReleaseStep::Watching:
        if (!seen.targetsHold)
            settle(seen);
        else if (inStep >= m_times.ask)
            m_step = ReleaseStep::AwaitingForce;
        break;
    case ReleaseStep::AwaitingForce:
        // It may go by itself while the question is on screen.
        if (!seen.targetsHold)
            settle(seen);
        break;
    case ReleaseStep::WatchingForced:
        if (!seen.targetsHold)
            settle(seen);
        else if (inStep >= m_times.force)
            finish(ReleaseOutcome::StillHeld);
        break;
    case ReleaseStep::Settling:
        settle(seen);
        if (m_step == ReleaseStep::Settling && inStep >= limit())
            finishSettled();
        break;
    default:
        break;
    }
}

void ReleaseSteps::settle(const ReleaseObservation &seen)
{
    m_settling = seen;
    m_step = ReleaseStep::Settling;
    if (seen.foreignHolder)
        finish(seen.respawned ? ReleaseOutcome::Respawned : ReleaseOutcome::TakenByOther);
}

void ReleaseSteps::finishSettled()
{
    if (m_settling.nameless)
        finish(ReleaseOutcome::TakenByOther);
    else
        finish(m_settling.bindable ? ReleaseOutcome::Freed : ReleaseOutcome::Lingering);
}

void ReleaseSteps::consentToForce()
{
    if (m_step == ReleaseStep::AwaitingForce)
        m_step = ReleaseStep::Forcing;
}

void ReleaseSteps::forceSent()
{
    if (m_step == ReleaseStep::Forcing) {
        m_forced = true;
        m_step = ReleaseStep::WatchingForced;
    }
}

void ReleaseSteps::cancel()
{
    switch (m_step) {
    case ReleaseStep::Asking:
    case ReleaseStep::Watching:
    case ReleaseStep::AwaitingForce:
    case ReleaseStep::Forcing:
    case ReleaseStep::WatchingForced:
        finish(ReleaseOutcome::StillHeld); // asked already, so "cancelled" would hide that it may still go
        break;
    case ReleaseStep::Settling:
        finishSettled();
        break;
    default:
        finish(ReleaseOutcome::Cancelled);
        break;
    }
}

void ReleaseSteps::fail(ReleaseOutcome outcome)
{
    finish(outcome);
}

void ReleaseSteps::finish(ReleaseOutcome outcome)
{
    if (m_step == ReleaseStep::Finished)
        return;
    m_step = ReleaseStep::Finished;
    m_outcome = outcome;
}

} // namespace tickgate
