#pragma once

#include <chrono>
#include <optional>

namespace tickgate {

/// When to start again after a failure: after 1, 2, 4, ... 60 s; five good minutes forget the past; the sixth failure
/// in a row is the last. Pure: told the time that passed, has no clock.
class RestartPolicy
{
public:
    static constexpr int kMostFailures = 6;
    static constexpr std::chrono::minutes kGoodTime{5};

    /// The service failed after running for so long (0 when it never ran). The delay before the next try, or nothing
    /// when it is time to stop trying.
    [[nodiscard]] std::optional<std::chrono::seconds> failed(std::chrono::milliseconds ranFor);
    /// The user took over: failures so far are forgotten, but for those of the process before this one.
    void reset(int earlierFailures = 0) { m_failures = earlierFailures; }

    [[nodiscard]] int failures() const { return m_failures; }

private:
    int m_failures = 0;
};

} // namespace tickgate
