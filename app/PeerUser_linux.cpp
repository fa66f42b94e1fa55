#include "PeerUser.h"

#include <sys/socket.h>
#include <unistd.h>

namespace tickgate {

bool peerIsSameUser(qintptr descriptor)
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

} // namespace tickgate
