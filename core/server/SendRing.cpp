#include "SendRing.h"

namespace tickgate {

void SendRing::sendEach(std::span<Sending> sendings)
{
    for (Sending &sending : sendings)
        sending.taken = os::sendSome(sending.socket, sending.bytes.data(), sending.bytes.size());
}

} // namespace tickgate
