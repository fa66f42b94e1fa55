#pragma once

#include <QtGlobal>

namespace tickgate {

/// Whether the process at the other end of a connected local socket runs as our own user. `descriptor` is
/// QLocalSocket::socketDescriptor(). Anything unclear is a no.
[[nodiscard]] bool peerIsSameUser(qintptr descriptor);

} // namespace tickgate
