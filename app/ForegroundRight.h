#pragma once

#include <QString>
#include <QtGlobal>

namespace tickgate {

/// Lets another process of ours bring its window to the front on our behalf, where the system asks for that. Called by
/// the second start before it sends `raise`.
void passForegroundRight(qint64 pid);

/// A token that proves to the compositor that the user asked for the window; empty where there is none.
[[nodiscard]] QString activationToken();

} // namespace tickgate
