#pragma once

#include "core/ports/ReleaseLadder.h"
#include "tests/support/TestSupport.h"

#include <memory>
#include <utility>

namespace tickgate::test {

inline const QString kLocal = QStringLiteral("127.0.0.1");

/// The ladder's times, short.
inline ReleaseOptions quick()
{
    ReleaseOptions options;
    options.times.ask = std::chrono::milliseconds(400);
    options.times.force = std::chrono::milliseconds(3000);
    options.times.settle = std::chrono::milliseconds(60);
    options.times.settleSupervised = std::chrono::milliseconds(100);
    options.times.poll = std::chrono::milliseconds(20);
    return options;
}

/// A ladder that is given every consent as soon as it asks for it.
struct Willing
{
    Willing(std::shared_ptr<const ProcessTable> table, quint16 port, ReleaseOptions options, bool allowForce = true)
        : ladder(std::move(table), kLocal, port, std::move(options))
    {
        QObject::connect(&ladder, &ReleaseLadder::planned, &ladder, &ReleaseLadder::proceed);
        QObject::connect(&ladder, &ReleaseLadder::forceOffered, &ladder,
                         allowForce ? &ReleaseLadder::force : &ReleaseLadder::cancel);
    }

    [[nodiscard]] ReleaseOutcome run()
    {
        ladder.examine();
        if (!waitFor([this] { return ladder.step() == ReleaseStep::Finished; }, 20'000))
            return ReleaseOutcome::Failed;
        return ladder.report().outcome;
    }

    ReleaseLadder ladder;
};

} // namespace tickgate::test
