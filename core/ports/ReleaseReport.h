#pragma once

#include "core/ports/ReleasePlan.h"
#include "core/ports/ReleaseSteps.h"
#include "core/ports/Successor.h"

#include <QMetaType>
#include <QString>

#include <optional>
#include <vector>

namespace tickgate {

/// What came of freeing a port.
struct ReleaseReport
{
    ReleaseOutcome outcome = ReleaseOutcome::Failed;
    QString text;        ///< what happened, one or two sentences
    QString remedy;      ///< what to do now; empty when all is well
    PortVerdict verdict; ///< of the port afterwards
    QString supervisor;  ///< who started it again
    bool forced = false;
    qint64 durationMs = 0; ///< since the consent, or since the look when none was needed

    [[nodiscard]] bool freed() const
    {
        return outcome == ReleaseOutcome::Freed || outcome == ReleaseOutcome::AlreadyFree;
    }

    bool operator==(const ReleaseReport &) const = default;
};

/// What the ladder did and saw on its way.
struct ReleaseCourse
{
    std::vector<qint64> tried;   ///< targets that a request was sent to, or that were gone by then
    std::vector<qint64> asked;   ///< those it reached
    std::vector<qint64> holding; ///< targets that hold the port, by the last look
    bool cancelledAsking = false;
    std::optional<Successor> successor;
    QString failure; ///< what went wrong, where the outcome is Failed
    QString failureRemedy;
};

/// Puts a report whose outcome and verdict are known into words. Pure.
void describe(ReleaseReport &report, const ReleasePlan &plan, const ReleaseCourse &course);

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ReleaseReport)
