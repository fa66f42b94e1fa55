#pragma once

#include <QString>

#include <optional>

namespace tickgate {

/// The version this process tells other processes of Tickgate: the program's own. With TICKGATE_FAULT_HOOKS the
/// variable TICKGATE_TEST_VERSION pretends another, so that tests meet an older and a newer one. Pure otherwise.
[[nodiscard]] QString reportedVersion();

/// The version of the control language to pretend, from TICKGATE_TEST_CONTROL_VERSION; nothing without the hooks.
[[nodiscard]] std::optional<quint8> pretendedControlVersion();

} // namespace tickgate
