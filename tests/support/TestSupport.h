#pragma once

#include <QString>

#include <functional>

namespace tickgate::test {

/// Turns the event loop of the calling thread until condition() holds; false after timeoutMs (scaled up under
/// sanitizers).
[[nodiscard]] bool waitFor(const std::function<bool()> &condition, int timeoutMs = 10'000);

/// Absolute path of a file in the source tree.
[[nodiscard]] QString sourcePath(const QString &relative);

} // namespace tickgate::test
