#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <string_view>

namespace tickgate::test {

/// Turns the event loop of the calling thread until condition() holds; false after timeoutMs (scaled up under
/// sanitizers).
[[nodiscard]] bool waitFor(const std::function<bool()> &condition, int timeoutMs = 10'000);

/// What QCOMPARE shows when it differs.
[[nodiscard]] inline QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}
[[nodiscard]] inline std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

/// Absolute path of a file in the source tree.
[[nodiscard]] QString sourcePath(const QString &relative);

} // namespace tickgate::test
