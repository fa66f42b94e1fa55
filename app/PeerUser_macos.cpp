#include "PeerUser.h"

#include <unistd.h>

namespace tickgate {

bool peerIsSameUser(qintptr descriptor)
{
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(static_cast<int>(descriptor), &user, &group) == 0 && user == ::geteuid();
}

} // namespace tickgate
