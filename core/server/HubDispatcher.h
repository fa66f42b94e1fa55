#pragma once

class QAbstractEventDispatcher;

namespace tickgate {

/// The event dispatcher for a thread with hundreds of sockets, for QThread::setEventDispatcher(); nullptr where Qt's
/// own is as good or nothing better is known. The thread owns it.
[[nodiscard]] QAbstractEventDispatcher *makeHubDispatcher();

} // namespace tickgate
